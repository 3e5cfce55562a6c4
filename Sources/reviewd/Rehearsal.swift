import Foundation
import Postgres
import ReviewServer
import ReviewService
import ReviewWire

/// An installation to try things in: a certificate of its own, people of every role with made-up passwords, one open review.
struct Rehearsal {
    /// What `credentials.json` holds, one for each person.
    private struct Credential: Codable {
        let login: String
        let role: String
        let organisation: String
        let password: String
    }

    let directory: String
    let installation: Installation
    let config: String

    var credentialsPath: String { "\(directory)/credentials.json" }
    var certificate: CertificateFiles {
        CertificateFiles(chainPath: "\(directory)/tls-certificate.pem", keyPath: "\(directory)/tls-key.pem")
    }

    /// Makes the certificate once.
    func makeCertificate() throws {
        guard !FileManager.default.fileExists(atPath: certificate.keyPath) else { return }
        let made = try SelfSigned(host: "localhost", validFromSeconds: time(nil))
        try write(made.certificatePEM, to: certificate.chainPath)
        try write(made.keyPEM, to: certificate.keyPath)
    }

    /// Peoples the installation when nobody is in it yet, and writes down the passwords.
    func people() async throws {
        let (people, reviews) = try await count()
        guard people == 0 else {
            guard reviews > 0 else { throw Failure("the rehearsal in \(directory) was left half made; remove the folder and start again.") }
            return
        }
        let credentials = Demonstration.people.map { person in
            Credential(
                login: person.login, role: person.role.rawValue, organisation: person.organisation, password: Self.password())
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try write(String(decoding: try encoder.encode(credentials), as: UTF8.self) + "\n", to: credentialsPath)
        let passwords = Dictionary(uniqueKeysWithValues: credentials.map { ($0.login, $0.password) })
        do {
            try await Demonstration.make(installation, config: config, iterations: Scram.iterationsDefault) { passwords[$0] ?? "" }
        } catch {
            // Nobody has seen it yet, and the next start makes it whole.
            try await installation.drop()
            throw error
        }
    }

    private func count() async throws -> (people: Int, reviews: Int) {
        let connection = try await Connection.open(installation.superuser.with(database: installation.database))
        do {
            let sql: SQL = "select (select count(*) from reviewd.account), (select count(*) from reviewd.review)"
            let table = try await connection.flight([sql])[0]
            await connection.close()
            return try table.decode(0, as: (Int, Int).self)
        } catch {
            await connection.close()
            throw error
        }
    }

    /// 120 random bits in groups that can be read aloud.
    static func password() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        return (0..<5).map { _ in String((0..<5).map { _ in letters.randomElement() ?? "x" }) }.joined(separator: "-")
    }

    /// Readable by the owner alone from the first octet on.
    private func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure("\(path) cannot be written: \(String(cString: strerror(errno))).") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard fchmod(descriptor, 0o600) == 0 else { throw Failure("\(path) cannot be made private.") }
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }
}
