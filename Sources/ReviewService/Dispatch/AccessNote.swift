import Postgres
import ReviewModel
import ReviewWire

/// What the access log keeps of a request besides its effect.
package enum AccessNote {
    case refusal(Refusal)
    case dry
    case export

    var kind: String {
        switch self {
        case .refusal: "refusal"
        case .dry: "dry"
        case .export: "export"
        }
    }

    var word: String? { if case .refusal(let refusal) = self { refusal.err.word } else { nil } }
}

extension Dispatcher {
    /// Kept in a transaction of its own: a refusal is recorded after its rollback. A note that cannot be kept is a fault, not a second refusal.
    package func note(_ note: AccessNote, _ request: Request, _ actor: Actor) async {
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
