import Postgres
import ReviewModel

extension PartyRelation: PostgresValue {}
extension PlannedAlarm.Kind: PostgresValue {}
extension LatePolicy: PostgresValue {}

/// On the wire an audience is its word, in the database its rank.
extension Audience: ArgumentValue, PostgresValue {
    package static var expectation: String { "one of " + allCases.map(\.word).joined(separator: ", ") }

    package init?(argument: String) { self.init(word: argument) }
}

extension Name: ArgumentValue, PostgresValue {
    package static var expectation: String { "a word of the procedure: lower-case letters, digits and hyphens" }

    package init?(argument: String) {
        guard Self.isValid(argument) else { return nil }
        self.init(argument)
    }

    package var postgresParameter: SQLParameter { .text(rawValue) }

    package init(postgresText text: String?) throws { self.init(try String(postgresText: text)) }
}

extension UTCInstant: PostgresValue {
    package init(_ instant: Instant) { self.init(microseconds: instant.microseconds) }

    package var postgresParameter: SQLParameter { .text(rfc3339) }

    package init(postgresText text: String?) throws { self.init(try Instant(postgresText: text)) }
}

extension Instant {
    package init(_ instant: UTCInstant) { self.init(microseconds: instant.microseconds) }
}

extension DateOffset: PostgresValue, PostgresArrayElement {
    package var postgresParameter: SQLParameter { .text(description) }

    package init(postgresText text: String?) throws {
        guard let text, let offset = DateOffset(text) else { throw ColumnError(text: text, type: "DateOffset") }
        self = offset
    }
}
