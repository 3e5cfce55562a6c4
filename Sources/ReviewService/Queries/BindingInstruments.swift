import Postgres
import ReviewModel

extension Context {
    /// The instruments that bind a party on a date (DOMAIN §2).
    func instruments(binding party: String, on date: LocalDate) async throws -> Set<String> {
        let bound: [String] = try await transaction.all(
            """
            select instrument from party_status
            where party = \(party) and bound_on <= \(date) and (denounced_from is null or denounced_from > \(date))
            """, as: String.self)
        return Set(bound)
    }
}
