/// A value that PostgreSQL reads and writes as text (octets go in as binary and come out as `\x` hex).
package protocol PostgresValue: Sendable {
    var postgresParameter: SQLParameter { get }
    /// `nil` is SQL NULL. Throws `ColumnError` when the text is not one of this type.
    init(postgresText: String?) throws
}

/// A column held something that its Swift type cannot be read from: a mistake in a query, never of a client.
package struct ColumnError: Error, Equatable, CustomStringConvertible {
    package let text: String?
    package let type: String

    package init(text: String?, type: String) {
        self.text = text
        self.type = type
    }

    /// For the log, without what the column held: others wrote it.
    package var description: String { "\(text == nil ? "NULL" : "a column") cannot be read as \(type)" }
}

extension PostgresValue where Self: LosslessStringConvertible {
    package var postgresParameter: SQLParameter { .text(description) }

    package init(postgresText text: String?) throws {
        guard let text, let value = Self(text) else { throw ColumnError(text: text, type: "\(Self.self)") }
        self = value
    }
}

extension Int: PostgresValue {}
extension Int16: PostgresValue {}
extension Int32: PostgresValue {}
extension Int64: PostgresValue {}
extension Double: PostgresValue {}

extension String: PostgresValue {
    package var postgresParameter: SQLParameter { .text(self) }

    package init(postgresText text: String?) throws {
        guard let text else { throw ColumnError(text: nil, type: "String") }
        self = text
    }
}

extension Bool: PostgresValue {
    package var postgresParameter: SQLParameter { .text(self ? "t" : "f") }

    package init(postgresText text: String?) throws {
        switch text {
        case "t": self = true
        case "f": self = false
        default: throw ColumnError(text: text, type: "Bool")
        }
    }
}

extension Optional: PostgresValue where Wrapped: PostgresValue {
    package var postgresParameter: SQLParameter { self?.postgresParameter ?? .text(nil) }

    package init(postgresText text: String?) throws {
        self = try text.map { try Wrapped(postgresText: $0) }
    }
}

extension RawRepresentable where Self: PostgresValue, RawValue: PostgresValue {
    package var postgresParameter: SQLParameter { rawValue.postgresParameter }

    package init(postgresText text: String?) throws {
        guard let value = Self(rawValue: try RawValue(postgresText: text)) else {
            throw ColumnError(text: text, type: "\(Self.self)")
        }
        self = value
    }
}
