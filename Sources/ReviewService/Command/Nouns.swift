import Postgres
import ReviewModel

// The model's words as arguments and as columns: each is written the same way on the wire, in the code and in the database.
extension TokenScope: ArgumentValue {}
extension Role: ArgumentValue, PostgresValue {}
extension Function: ArgumentValue, PostgresValue {}
extension Language: ArgumentValue, PostgresValue {}
extension OrganisationClass: ArgumentValue, PostgresValue {}
extension CivilSocietyClass: ArgumentValue, PostgresValue {}
extension Instrument: ArgumentValue, PostgresValue {}
extension DocumentKind: ArgumentValue, PostgresValue {}
extension DocumentState: ArgumentValue, PostgresValue {}
extension Confidentiality: ArgumentValue, PostgresValue {}
extension ReviewState: ArgumentValue, PostgresValue {}
extension StageState: ArgumentValue, PostgresValue {}
extension ObligationState: ArgumentValue, PostgresValue {}

extension Zone: ArgumentValue, PostgresValue {
    package static var expectation: String { "a time zone such as Africa/Nairobi" }

    package init?(argument: String) {
        self.init(argument)
    }

    package var postgresParameter: SQLParameter { .text(identifier) }

    package init(postgresText text: String?) throws {
        guard let text, let zone = Zone(text) else { throw ColumnError(text: text, type: "Zone") }
        self = zone
    }
}
