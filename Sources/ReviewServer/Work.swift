import Postgres
import ReviewService
import ReviewWire

/// One command that needs more than the thread of the connection: the database, or a pause.
struct Work: Sendable {
    let verb: String
    let tag: String?
    let report: @Sendable (Fault) -> Void
    let run: @Sendable () async throws -> Reply

    /// The one place where what goes wrong becomes an answer; nothing of PostgreSQL's text is in it.
    func reply() async -> Reply {
        do {
            return try await run()
        } catch let refusal as Refusal {
            return .refused(refusal)
        } catch is ConnectionFailure {
            return .refused(Refusal(.sessionBusy))
        } catch {
            let number = String(UInt64.random(in: 0..<(1 << 60)), radix: 32).uppercased()
            report(Fault(number: number, verb: verb, what: String(describing: error)))
            return .refused(Refusal(.sessionFault, "a fault of the server; quote \(number)", detail: [("request", .string(number))]))
        }
    }
}
