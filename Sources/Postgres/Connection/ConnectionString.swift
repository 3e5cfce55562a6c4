import CLibpq
import Foundation

/// Where PostgreSQL is and who logs in: libpq's `key=value` or URI form, several hosts allowed; prints without its password.
package struct ConnectionString: Sendable, CustomStringConvertible {
    private var values: [String: String]

    /// Throws `ConnectionFailure.unavailable` when the text is malformed, without libpq's complaint, which would quote parts of a password.
    package init(_ text: String) throws {
        guard let options = PQconninfoParse(text, nil) else {
            throw ConnectionFailure.unavailable(
                "malformed connection string: it is key=value pairs with blanks quoted, or postgresql://… with % written as %25")
        }
        defer { PQconninfoFree(options) }
        values = ConnectionString.values(of: options)
    }

    init(values: [String: String]) {
        self.values = values
    }

    package var user: String? { effective("user") }
    package var database: String? { effective("dbname") }

    /// The same server with another database.
    package func with(database: String) -> ConnectionString {
        var copy = self
        copy.values["dbname"] = database
        return copy
    }

    /// The same server with another role.
    package func with(user: String) -> ConnectionString {
        var copy = self
        copy.values["user"] = user
        return copy
    }

    /// Sets a server parameter such as `statement_timeout` for every session that is opened with this string.
    package func setting(_ name: String, _ value: String) -> ConnectionString {
        var escaped = ""
        for character in value {
            if character == "\\" || character.isWhitespace { escaped += "\\" }
            escaped.append(character)
        }
        var copy = self
        copy.values["options", default: ""] += " -c \(name)=\(escaped)"
        return copy
    }

    /// No octet leaves this machine: every host is a Unix socket or a loopback address.
    package var isLoopbackOrSocket: Bool {
        if values["service"] != nil { return false }
        let hosts = list("host")
        let addresses = list("hostaddr")
        return (hosts + addresses).allSatisfy { host in
            host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
                || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
        }
    }

    /// The session is refused rather than carried in plain text, or to somebody who only pretends to be the server: `require` asks for no proof.
    package var isProtected: Bool { ["verify-ca", "verify-full"].contains(effective("sslmode") ?? "prefer") }

    package var description: String {
        values.sorted { $0.key < $1.key }
            .map { key, value in "\(key)=\(["password", "sslpassword"].contains(key) ? "***" : ConnectionString.quoted(value))" }
            .joined(separator: " ")
    }

    /// What libpq is given: the values here over the defaults that this module relies on.
    var parameters: [String: String] {
        let defaults = [
            "fallback_application_name": "reviewd", "connect_timeout": "10",
            "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3", "tcp_user_timeout": "30000",
        ]
        var all = defaults.merging(values) { _, given in given }
        all["client_encoding"] = "UTF8"
        all["options"] = "-c timezone=UTC -c datestyle=ISO -c bytea_output=hex " + (values["options"] ?? "")
        return all
    }

    private func list(_ keyword: String) -> [String] {
        (effective(keyword) ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// The value given, or what libpq takes from the environment and its own defaults.
    private func effective(_ keyword: String) -> String? {
        if let value = values[keyword] { return value }
        guard let options = PQconndefaults() else { return nil }
        defer { PQconninfoFree(options) }
        return ConnectionString.values(of: options)[keyword]
    }

    private static func values(of options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && !value.contains { $0.isWhitespace || $0 == "'" || $0 == "\\" }
        if isPlain { return value }
        let escaped = value.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'")
        return "'\(escaped)'"
    }
}
