import Postgres
import ReviewModel
import ReviewWire

extension Actor {
    /// Whether the secretariat speaks; what only its head may do asks `isHead`.
    var isSecretariat: Bool { role == .secretariat }
}

extension Context {
    /// Refuses everyone but those who look after the people of that organisation: its own lead and the secretariat; for the
    /// secretariat's own people its lead and its head.
    func requireSteward(of organisation: String) async throws {
        if actor.isHead { return }
        let (isSecretariats, isOwnLead) = try await visible(
            """
            select class = 'secretariat',
                id = \(actor.organisation) and exists (select from account where account.id = \(actor.account) and is_lead)
            from organisation where id = \(organisation)
            """, as: (Bool, Bool).self)
        guard isOwnLead || (actor.isSecretariat && !isSecretariats) else {
            throw Refusal(.sessionFunction, "only the lead of \(organisation) or the secretariat does this")
        }
    }

    /// Refuses everyone but the secretariat's head.
    func requireHead() throws(Refusal) {
        guard actor.isHead else { throw Refusal(.sessionFunction, "only the head of the secretariat does this") }
    }
}
