import Postgres
import ReviewModel

extension Context {
    /// The instruments that bind a party on a date (DOMAIN §2); who has left the convention is bound by none of its protocols.
    func instruments(binding party: String, on date: LocalDate) async throws -> Set<String> {
        let bound: [String] = try await transaction.all(
            "select instrument from party_standing where party = \(party) and bound @> \(date)::date", as: String.self)
        return Set(bound)
    }
}
