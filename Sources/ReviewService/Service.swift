import Postgres
import ReviewModel
import ReviewWire

/// What every verb and job works with; built once, in the daemon's wiring.
package struct Service: Sendable {
    package let pool: Pool
    package let sealer: Sealer
    package let limits: Limits
    package let procedures: ProcedureCatalog
    package let isRehearsal: Bool
    /// What is counted in this process, for `stats`.
    package let metrics = PrometheusMetrics()
    /// What the watchdog listens to.
    package let pulse = Pulse()
    /// What keeps an invitation from being a list of who is here.
    let nameTries = NameTries()
    let clock: ClockWatch
    package let jobs: JobSchedule
    /// How many reminders one recipient gets in an hour before the breaker stops them and the secretariat is told.
    package let remindersPerHourMax: Int
    /// How many messages of any kind leave for one recipient in an hour: the reminders, and as many that people cause.
    package var messagesPerHourMax: Int { 2 * remindersPerHourMax }
    /// Receives faults that a client sees only as a number; the daemon logs them.
    package let report: @Sendable (Fault) -> Void

    package init(
        pool: Pool, sealer: Sealer, limits: Limits = Limits(), procedures: ProcedureCatalog, isRehearsal: Bool,
        jobs: JobSchedule = .standard, remindersPerHourMax: Int = 60, uptime: @escaping @Sendable () -> Uptime = { .now },
        report: @escaping @Sendable (Fault) -> Void
    ) {
        clock = ClockWatch(uptime: uptime)
        self.pool = pool
        self.sealer = sealer
        self.limits = limits
        self.procedures = procedures
        self.isRehearsal = isRehearsal
        self.jobs = jobs
        self.remindersPerHourMax = remindersPerHourMax
        self.report = report
    }

    /// The statement that makes a transaction the actor's own and answers with its instant; given to `Pool`.
    ///
    /// Instant and reader stand in a row of their own, which everything is taken from: PostgreSQL promises no order among the columns of one list.
    /// Who has no account has the public's clearances, without asking: the login that delivers may ask for nobody's.
    package static func enter(_ actor: ActorContext) -> SQL {
        let clearances: SQL =
            actor.account.isEmpty ? "'{\"*\": 5}'" : "clearances_of(entering.account, entering.organisation, entering.now)::text"
        return """
            select set_config('reviewd.now', entering.now::text, true)::timestamptz,
                set_config('reviewd.account', entering.account, true), set_config('reviewd.organisation', entering.organisation, true),
                set_config('reviewd.role', \(actor.role), true),
                set_config('reviewd.head', \(actor.isHead ? "true" : ""), true),
                set_config('reviewd.invitation', '', true),
                set_config('reviewd.clearances', \(clearances), true)
            from (select coalesce(\(actor.instant), clock_timestamp() + ahead - jumped) as now, \(actor.account) as account,
                      \(actor.organisation) as organisation
                  from rehearsal_clock) as entering
            """
    }
}

/// A fault of ours, as the log sees it: the request's number, the verb, and what happened.
package struct Fault: Sendable {
    package let number: String
    package let verb: String
    package let what: String

    package init(number: String, verb: String, what: String) {
        self.number = number
        self.verb = verb
        self.what = what
    }
}
