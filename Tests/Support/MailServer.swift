import Foundation

/// A mail server with STARTTLS and a login.
package struct MailServer {
    /// One mail as Python's email package reads it.
    package struct Taken: Decodable, Sendable {
        package let headers: [String: String]
        package let names: [String]
        /// RFC 3339.
        package let date: String
        package let type: String
        package let parts: [String]
        package let plain: String
        package let html: String
        package let defects: [String]
        package let longest: Int
        package let stray: Int
        package let ascii: Bool
        package let mail_from: String
        package let rcpt_tos: [String]
        package let tls: Bool
        /// The same for mails that came over one connection.
        package let line: Int
    }

    private let server: PythonServer

    /// `isPlain`: it offers no TLS.
    package init(certificate: String, key: String, isPlain: Bool = false) throws {
        server = try PythonServer("mail-server.py", certificate: certificate, key: key, isPlain ? ["plain"] : [])
    }

    package var url: String { "smtp://localhost:\(server.port)" }
    package var authorities: String { server.authorities }

    /// From now on it answers everybody so: `greeting 554 5.7.1` to a connection, `sender 550 5.7.1` to our address; nil is no trouble.
    package func trouble(_ answer: String?) throws {
        let path = server.folder + "/trouble"
        if let answer {
            try answer.write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// How many connections it has had.
    package var connections: Int { FileManager.default.contents(atPath: server.folder + "/connections")?.count ?? 0 }

    /// In the order of arrival.
    package func taken() throws -> [Taken] { try server.taken(as: Taken.self) }

    package func close() throws { try server.close() }
}
