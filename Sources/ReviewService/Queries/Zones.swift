import Postgres
import ReviewModel
import ReviewWire

extension Context {
    /// 501 for a zone that the database does not know, by which it could not say when somebody's quiet hours end.
    func requireKnown(_ zone: Zone?) async throws {
        guard let zone else { return }
        let isKnown = try await transaction.one("select known_zone(\(zone)) = \(zone)", as: Bool.self)
        guard isKnown else { throw Refusal(.argumentMalformed, "zone= must be \(Zone.expectation)", at: "zone") }
    }
}
