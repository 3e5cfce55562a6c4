import ReviewModel
import ReviewWire
import Synchronization

/// How often an invitation was held against a login that is taken, in this process. Whoever holds one could else try name after name, and learn
/// who has an account here.
package final class NameTries: Sendable {
    static let max = 5

    private let tries = Mutex<[InvitationID: Int]>([:])

    /// 441 once so many names were taken; a new invitation is asked for from somebody who knows whom they invite.
    func requireFew(_ invitation: InvitationID) throws(Refusal) {
        guard tries.withLock({ $0[invitation, default: 0] }) < Self.max else {
            throw Refusal(.ruleForbidden, "\(Self.max) names with this invitation were taken; ask for a new one", at: "code")
        }
    }

    /// One more; what is refused leaves no trace in the database.
    func note(_ invitation: InvitationID) {
        tries.withLock { $0[invitation, default: 0] += 1 }
    }
}
