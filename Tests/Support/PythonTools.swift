import Foundation

/// Programs of others that read what we write: `.venv-test`, made by scripts/test.
package enum PythonTools {
    package static let interpreter = TestCluster.root + "/.venv-test/bin/python"

    /// Without them a test that needs them says nothing.
    package static let areHere = FileManager.default.isExecutableFile(atPath: interpreter)

    /// What `Tests/Programs/NAME` prints when it is given that input.
    package static func run(_ name: String, input: [UInt8]) throws -> Data {
        let (process, stdin, stdout) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = [TestCluster.root + "/Tests/Programs/" + name]
        (process.standardInput, process.standardOutput) = (stdin, stdout)
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return output
    }
}

/// A mail server of somebody else's making, with STARTTLS and a login, and what it has taken.
package final class MailServer {
    package struct Taken: Decodable, Sendable {
        package let headers: [String: String]
        package let names: [String]
        package let type: String
        package let plain: String
        package let html: String
        package let defects: [String]
        package let longest: Int
        package let stray: Int
        package let ascii: Bool
        package let mail_from: String
        package let rcpt_tos: [String]
        package let tls: Bool
    }

    package let port: Int
    private let folder: String
    private let process = Process()
    private let stdin = Pipe()

    package init(certificate: String, key: String) throws {
        folder = FileManager.default.temporaryDirectory.path + "/reviewd-mail-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try certificate.write(toFile: folder + "/certificate.pem", atomically: true, encoding: .utf8)
        try key.write(toFile: folder + "/key.pem", atomically: true, encoding: .utf8)
        let stdout = Pipe()
        process.executableURL = URL(fileURLWithPath: PythonTools.interpreter)
        process.arguments = [TestCluster.root + "/Tests/Programs/mail-server.py", folder, folder + "/certificate.pem", folder + "/key.pem"]
        (process.standardInput, process.standardOutput) = (stdin, stdout)
        try process.run()
        let line = String(decoding: stdout.fileHandleForReading.availableData, as: UTF8.self)
        port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    package var url: String { "smtp://localhost:\(port)" }
    package var authorities: String { folder + "/certificate.pem" }

    /// In the order of arrival.
    package func taken() throws -> [Taken] {
        var all: [Taken] = []
        while let octets = FileManager.default.contents(atPath: "\(folder)/\(all.count + 1).json") {
            all.append(try JSONDecoder().decode(Taken.self, from: octets))
        }
        return all
    }

    package func close() throws {
        try stdin.fileHandleForWriting.close()
        process.waitUntilExit()
        try FileManager.default.removeItem(atPath: folder)
    }
}
