import Postgres
import ReviewModel

/// A database that was restored, copied or moved: its record may end before what was done, so that something may be said a second time.
package enum Restores {
    /// What a database that was brought back may say again.
    package struct Report: Sendable {
        /// The last moment of which it knows, in real time.
        package let endsAt: UTCInstant
        /// Messages that were on their way then: they leave, again perhaps, under the same Message-ID.
        package let messages: [(id: String, login: String, kinds: String, isConfidential: Bool)]
        /// What became due since: it is told, again perhaps, in new messages.
        package let reminders: [(at: UTCInstant, party: String, rule: String, alarm: String, role: String, isConfidential: Bool)]
    }

    private static let complaint = "the database was restored or moved"
    static let isElsewhere: SQL = "select place is distinct from place() from installation"

    private static let endsAt: SQL = "select coalesce(max(ended_at), (select created_at from installation)) from job_run"

    /// Holds the schedule, and the mail with it, until the secretariat releases it; one that was held already is held for this too.
    @discardableResult
    static func hold(in system: Context) async throws -> (reason: String, report: Report) {
        // What the clock of another machine jumped says nothing of the clock here.
        try await system.transaction.run(
            "update rehearsal_clock set jumped = '0' where jumped <> '0' and (select place <> place() from installation)")
        let report = try await report(in: system)
        let reason = """
            \(complaint) and knows nothing of what was done after \(report.endsAt.rfc3339): \
            \(report.messages.count { !$0.isConfidential }) messages and \(report.reminders.count { !$0.isConfidential }) reminders may be sent a second time
            """
        // Everyone reads the reason: what hangs on a document is not counted in it.
        if try await !Holds.hold(because: reason, in: system) {
            try await system.transaction.run(
                """
                update schedule_hold set reason = \(reason) || '; and ' || reason
                where recipient is null and released_at is null and not starts_with(reason, \(complaint))
                """)
        }
        return (reason, report)
    }

    /// As the operator declares who brought the database back in a way that leaves no trace in it.
    package static func declare(in service: Service) async throws -> Report {
        try await service.asSystem { system in
            try await system.transaction.run("update installation set place = null")
            return try await hold(in: system).report
        }
    }

    /// Where it is now is its place.
    static func accept(in system: Context) async throws {
        try await system.transaction.run("update installation set place = place() where place is distinct from place()")
    }

    private static func report(in system: Context) async throws -> Report {
        let tables = try await system.transaction.tables([
            endsAt,
            """
            select o.id, a.login, coalesce(string_agg(n.kind, ', ' order by n.created_at, n.id), ''), o.is_confidential
            from outbox o join account a on a.id = o.account left join outbox_notice k on k.outbox = o.id left join notice n on n.id = k.notice
            where o.state = 'pending' group by o.id, a.login, o.created_at order by o.created_at, o.id
            """,
            """
            select a.fires_at, r.party, o.rule, a.rule, a.recipient_role, a.is_confidential
            from alarm a join obligation o on o.id = a.obligation join review r on r.id = a.review
            where a.state = 'pending' and r.state <> 'cancelled' and a.fires_at <= moment() order by a.fires_at, a.id
            """,
        ])
        return Report(
            endsAt: try tables[0].decode(0, as: UTCInstant.self), messages: try tables[1].rows(as: (String, String, String, Bool).self),
            reminders: try tables[2].rows(as: (UTCInstant, String, String, String, String, Bool).self))
    }
}
