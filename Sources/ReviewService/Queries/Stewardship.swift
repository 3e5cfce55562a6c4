import Postgres
import ReviewModel
import ReviewWire

extension Actor {
    /// Whether the secretariat speaks; what only its head may do asks `isHead`.
    var isSecretariat: Bool { role == .secretariat }
}

extension Context {
    /// Refuses everyone but those who look after the people of that organisation: its own lead and the secretariat; for the
    /// secretariat's own people its lead and its head. Where somebody would come to speak for an organisation that has people already
    /// (`isEntry`), its lead alone decides, or the head: a clerk must not make a way to what the organisation sees, nor by suspending
    /// its lead.
    func requireSteward(of organisation: String, isEntry: Bool = false) async throws {
        if actor.isHead { return }
        let (isSecretariats, isOwnLead, hasPeople) = try await visible(
            """
            select class = 'secretariat',
                id = \(actor.organisation) and exists (select from account where account.id = \(actor.account) and is_lead),
                exists (select from account a where a.organisation = organisation.id)
            from organisation where id = \(organisation)
            """, as: (Bool, Bool, Bool).self)
        guard isOwnLead || (actor.isSecretariat && !isSecretariats && !(isEntry && hasPeople)) else {
            throw Refusal(
                .sessionFunction,
                isEntry && hasPeople
                    ? "only the lead of \(organisation) or the head of the secretariat does this"
                    : "only the lead of \(organisation) or the secretariat does this")
        }
    }

    /// 431 for the secretariat where it makes a way into another organisation that has a lead to make it: what its people see is for nobody else
    /// to let others see, not even for the head. `recovered` is the account that is to get a new password; it may be the only lead's.
    func requireNoLead(of organisation: String, but recovered: AccountID?) async throws {
        guard actor.isSecretariat, actor.organisation != organisation else { return }
        let hasLead = try await transaction.one(
            """
            select exists (
                select from account
                where organisation = \(organisation) and is_lead and state = 'active' and id is distinct from \(recovered))
            """, as: Bool.self)
        guard !hasLead else { throw Refusal(.sessionFunction, "\(organisation) has a lead, who alone lets people in") }
    }

    /// Refuses everyone but the secretariat's head.
    func requireHead() throws(Refusal) {
        guard actor.isHead else { throw Refusal(.sessionFunction, "only the head of the secretariat does this") }
    }
}
