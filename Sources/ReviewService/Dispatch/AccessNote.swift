import Postgres
import ReviewModel
import ReviewWire

/// What the access log keeps of a request besides its effect.
enum AccessNote {
    case refusal(Refusal)
    case dry

    var kind: String {
        switch self {
        case .refusal: "refusal"
        case .dry: "dry"
        }
    }

    var word: String? {
        switch self {
        case .refusal(let refusal): refusal.err.word
        case .dry: nil
        }
    }
}

extension Dispatcher {
    /// Kept in a transaction of its own: a refusal is recorded after its rollback. A note that cannot be kept is a fault, not a second refusal.
    func note(_ note: AccessNote, _ request: Request, _ actor: Actor) async {
        do {
            try await service.pool.transaction(actor.context) { transaction in
                _ = try await transaction.run(
                    """
                    insert into access_log (at, account, kind, verb, err)
                    values (\(try await transaction.now), \(actor.account), \(note.kind), \(request.verb), \(note.word))
                    """)
            }
        } catch {
            service.report(Fault(number: "access-log", verb: request.verb, what: String(describing: error)))
        }
    }
}
