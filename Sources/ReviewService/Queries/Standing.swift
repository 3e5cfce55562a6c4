import Postgres
import ReviewModel
import ReviewWire

/// How the actor stands to one review: the functions held now, what a procedure takes it for, and whether a conflict is declared.
package struct Standing: Sendable {
    package let functions: Set<Function>
    package let participant: Participant
    package let hasConflict: Bool
    let procedure: Procedure

    /// 443 with a conflict of interest, then 431 without any of these functions.
    package func require(_ functions: Function...) throws {
        try requireNoConflict()
        guard self.functions.isDisjoint(with: functions) else { return }
        let names = functions.map(\.rawValue).joined(separator: " or ")
        throw Refusal(.sessionFunction, "this is for the review's \(names); nomination.list shows who that is")
    }

    /// 443 with a conflict of interest, then 431 for who does not play that role of the procedure.
    package func require(_ role: RoleName) throws {
        try requireNoConflict()
        guard !admits(role) else { return }
        throw Refusal(.sessionFunction, "the procedure gives this to \(role); procedure.show says who that is")
    }

    package func requireNoConflict() throws {
        guard !hasConflict else { throw Refusal(.conflictDeclared) }
    }

    /// The roles by which the procedure means the actor.
    var roles: [RoleName] { procedure.roles.keys.filter(admits) }

    /// Whether the procedure means the actor by that role.
    package func admits(_ role: RoleName) -> Bool { procedure.admits(role, participant) }
}

extension Context {
    /// How the actor stands to the review at the transaction's instant.
    package func standing(in review: ReviewRow) async throws -> Standing {
        let row = try await transaction.first(
            "select functions, class, relation, has_conflict from participation where review = \(review.id)",
            as: ([String], String?, PartyRelation, Bool).self)
        guard let (functions, organisation, relation, hasConflict) = row else { throw Refusal(.thingAbsent) }
        let held = Set(functions.compactMap(Function.init(rawValue:)))
        // Of an organisation that takes no part there is no class.
        let participant = Participant(
            functions: held, organisation: organisation.flatMap(OrganisationClass.init(rawValue:)), party: relation)
        return Standing(functions: held, participant: participant, hasConflict: hasConflict, procedure: review.procedure)
    }
}
