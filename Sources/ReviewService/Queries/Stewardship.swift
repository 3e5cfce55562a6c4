import Postgres
import ReviewModel
import ReviewWire

extension Actor {
    /// Whether the secretariat speaks; what only its head may do asks `isHead`.
    var isSecretariat: Bool { role == .secretariat }
}

extension Context {
    /// Refuses everyone but those who look after the people of that organisation: its own lead and the secretariat; for the
    /// secretariat's own people its lead and its head. Where somebody would come to speak for an organisation that has a lead
    /// (`isEntry`), the lead alone lets them in, or the head: a clerk must not make a way to what the organisation sees.
    func requireSteward(of organisation: String, isEntry: Bool = false) async throws {
        if actor.isHead { return }
        let (isSecretariats, isOwnLead, hasLead) = try await visible(
            """
            select class = 'secretariat',
                id = \(actor.organisation) and exists (select from account where account.id = \(actor.account) and is_lead),
                exists (select from account l where l.organisation = organisation.id and l.is_lead and l.state = 'active')
            from organisation where id = \(organisation)
            """, as: (Bool, Bool, Bool).self)
        guard isOwnLead || (actor.isSecretariat && !isSecretariats && !(isEntry && hasLead)) else {
            throw Refusal(.sessionFunction, isEntry && hasLead
                    ? "only the lead of \(organisation) or the head of the secretariat does this"
                    : "only the lead of \(organisation) or the secretariat does this")
        }
    }

    /// Refuses everyone but the secretariat's head.
    func requireHead() throws(Refusal) {
        guard actor.isHead else { throw Refusal(.sessionFunction, "only the head of the secretariat does this") }
    }
}
