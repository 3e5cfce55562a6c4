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

    /// UTC, or an area and a place. What else Foundation reads, such as `GMT+0530` or `VST`, PostgreSQL refuses or turns round; a name
    /// without digits it can take for nothing but a name.
    package init?(argument: String) {
        guard argument == "UTC" || argument.contains("/"), !argument.contains(where: \.isNumber) else { return nil }
        self.init(argument)
    }

    package var postgresParameter: SQLParameter { .text(identifier) }

    package init(postgresText text: String?) throws {
        guard let text, let zone = Zone(text) else { throw ColumnError(text: text, type: "Zone") }
        self = zone
    }
}
