import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let scheduleRelease = Command(
        "schedule.release", "Let the schedule go on, or what was held back from one recipient.", roles: [.secretariat],
        arguments: Argument<Reason>("reason", "why it may go on"), Argument<Login?>("account", "whose reminders were held back")
    ) { context, reason, login in
        var account: AccountID?
        if let login { account = try await context.visible("select id from account where login = \(login)", as: AccountID.self) }
        let released = try await context.transaction.run(
            """
            update schedule_hold set released_at = \(context.now), released_because = \(reason), last_run = (select max(id) from job_run)
            where recipient is not distinct from \(account) and released_at is null
            """)
        guard released > 0 else { throw Refusal(.stateWrong, "nothing is held") }
        try await context.record(
            .scheduleReleased, subject: account?.description ?? Holds.subject, audience: account == nil ? .public : .officer)
        guard let account else {
            try await context.asSystem { try await Holds.release(in: $0) }
            return .done(["held": false])
        }
        let told = try await context.asSystem { try await Breaker.resume(account, in: $0) }
        return .done(["held": false, "told": .int(Int64(told))])
    }
}
