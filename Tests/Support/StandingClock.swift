import Postgres
import ReviewModel
import ReviewService
import Synchronization

/// The clock of a house that stands where the test puts it, however long the machine takes; it goes as usual until then.
package final class StandingClock: Sendable {
    private let moment = Mutex<UTCInstant?>(nil)

    package init() {}

    package func stand(at instant: UTCInstant) { moment.withLock { $0 = instant } }

    /// What `Service.enter` does, with this clock's instant in place of the database's.
    package func enter(_ actor: ActorContext) -> SQL {
        var actor = actor
        actor.instant = moment.withLock { $0 }.map { Instant($0) }
        return Service.enter(actor)
    }
}
