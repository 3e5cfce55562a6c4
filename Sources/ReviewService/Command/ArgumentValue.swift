import Postgres
import ReviewModel

/// A type that the text of one argument can be read as.
package protocol ArgumentValue: Sendable {
    /// What the text must be, as in "`limit` must be a whole number".
    static var expectation: String { get }
    static var isRequired: Bool { get }
    init?(argument: String)
}

extension ArgumentValue {
    package static var isRequired: Bool { true }
}

extension Optional: ArgumentValue where Wrapped: ArgumentValue {
    package static var expectation: String { Wrapped.expectation }
    package static var isRequired: Bool { false }

    package init?(argument: String) {
        guard let value = Wrapped(argument: argument) else { return nil }
        self = .some(value)
    }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    package static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }

    package init?(argument: String) {
        self.init(rawValue: argument)
    }
}

extension Bool: ArgumentValue {
    package static var expectation: String { "yes or no" }

    package init?(argument: String) {
        switch argument {
        case "yes": self = true
        case "no": self = false
        default: return nil
        }
    }
}

extension Int: ArgumentValue {
    package static var expectation: String { "a whole number" }

    package init?(argument: String) {
        guard argument.utf8.count <= 18, let value = Int(argument, radix: 10), !argument.hasPrefix("+") else { return nil }
        self = value
    }
}

extension Instant: ArgumentValue {
    package static var expectation: String { "an instant such as 2026-11-23T16:40:00Z" }

    package init?(argument: String) {
        self.init(rfc3339: argument)
    }
}

extension LocalDate: ArgumentValue, PostgresValue {
    package static var expectation: String { "a date such as 2026-11-23" }

    package init?(argument: String) {
        self.init(argument)
    }

    package var postgresParameter: SQLParameter { .text(description) }

    package init(postgresText text: String?) throws {
        guard let text, let date = LocalDate(text) else { throw ColumnError(text: text, type: "LocalDate") }
        self = date
    }
}

extension Identifier: ArgumentValue, PostgresValue {
    package static var expectation: String { "an identifier such as \(Kind.prefix)-4KT9M2QX7C" }

    package init?(argument: String) {
        self.init(argument)
    }

    package var postgresParameter: SQLParameter { .text(description) }

    package init(postgresText text: String?) throws {
        guard let text, let identifier = Self(text) else { throw ColumnError(text: text, type: "\(Self.self)") }
        self = identifier
    }
}
