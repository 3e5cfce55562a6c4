import Foundation
import ReviewClient
import ReviewWire

/// What the clock brings: looks at a full calendar, alarms after ten days without a daemon, messages on their way out; each load on a copy of
/// the same database, and pgbench with the same statements on another.
struct TimeBench {
    /// Two or three alarms of each lie in the ten days; 13 in all.
    private static let reviews = (due: 2_000, future: 7_700)
    private static let batches = 150
    private static let messagesOfBatch = 20
    /// Half of the daemon's leased connections.
    static let atOnce = 4
    private static let never = "0 0 29 2 *"

    let daemon: Daemon
    let tools: DatabaseTools
    let rounds: Int
    let keep: (_ script: String, _ name: String) throws -> Void
    let tell: (String) -> Void

    /// A daemon that does nothing by itself after its first look.
    static func daemon(_ program: String) -> Daemon {
        Daemon(
            program: program, number: 1,
            environment: [
                "REVIEWD_JOBS_FIRE": never, "REVIEWD_JOBS_FOLLOW_UP": never, "REVIEWD_JOBS_RECONCILE": never,
                "REVIEWD_JOBS_FUNCTION_ENDS": never, "REVIEWD_JOBS_REMINDERS_PER_HOUR_MAX": "100000",
                "REVIEWD_DELIVER_POLL_MILLISECONDS": "1000000000", "REVIEWD_LOG_LEVEL": "critical",
            ])
    }

    func figures() async throws -> [Figure] {
        try tools.copy("reviewd", to: "base")
        return try await looks() + (try downtime()) + (try outbox())
    }

    /// What a look costs with nothing due, by what lies in the future: the jobs of each minute, and the reconciler's of each five.
    private func looks() async throws -> [Figure] {
        let before = try await look()
        tell("filling it with \(Self.reviews.future) reviews that begin …")
        try tools.fill(from: "Benchmarks/alarms.sql", settings: ["fill.reviews": "\(Self.reviews.future)"])
        for name in ["reconcile", "follow-up"] { try job(name, "reviewd") }
        try tools.administer("vacuum analyze")
        let after = try await look()
        return [
            Figure(name: "look, \(before.alarms) future alarms", value: before.minute, unit: "ms"),
            Figure(name: "look, \(after.alarms) future alarms", value: after.minute, unit: "ms", limit: 50),
            Figure(name: "reconcile, \(before.alarms) alarms", value: before.reconcile, unit: "ms"),
            Figure(name: "reconcile, \(after.alarms) alarms", value: after.reconcile, unit: "ms"),
        ]
    }

    /// Medians over looks by hand at the running daemon, whose statements are prepared.
    private func look() async throws -> (alarms: Int, minute: Double, reconcile: Double) {
        let accounts = try Account.load(daemon.credentials)
        guard let head = accounts.first(where: { $0.login == "head" }) else { throw SocketError(text: "\(daemon.credentials) has no head") }
        let connection = try await ReviewConnection.connect(to: daemon.address)
        try await connection.logIn(login: head.login, password: head.password)
        func milliseconds(_ jobs: [String]) async throws -> Double {
            var times: [Double] = []
            for _ in 0..<30 {
                let start = Clock.nanoseconds
                for job in jobs { _ = try await connection.send(Request("job.run", ["job": job])).orThrow() }
                times.append(Double(Clock.nanoseconds - start) / 1e6)
            }
            return times.median
        }
        let (minute, reconcile) = (try await milliseconds(["follow-up", "fire"]), try await milliseconds(["reconcile"]))
        await connection.quit()
        return (try count("select count(*) from alarm where state = 'pending'", "reviewd"), minute, reconcile)
    }

    /// Ten days without a daemon, made up for as the first look does it; and the same with alarms alone, beside pgbench.
    private func downtime() throws -> [Figure] {
        tell("filling a copy with \(Self.reviews.due) reviews and ten days of alarms …")
        try tools.fill(from: "Benchmarks/alarms.sql", database: "base", settings: ["fill.reviews": "\(Self.reviews.due)"])
        try job("reconcile", "base")
        // What lay before the downtime was told before it.
        try tools.administer(
            "update alarm set state = 'skipped', cause = 'before the bench', settled_at = fires_at where fires_at < '2026-11-29T12:00:00Z'",
            database: "base")
        // So were the rehearsal's own messages.
        try tools.administer("update outbox set state = 'dropped', settled_at = created_at where state = 'pending'", database: "base")
        try tools.fill(from: "Benchmarks/outbox.sql", database: "base", settings: ["fill.batches": "\(Self.batches)"])
        try tools.administer("update rehearsal_clock set ahead = '2026-12-09T12:00:00Z'::timestamptz - clock_timestamp()", database: "base")
        let due = try count("select count(*) from alarm where state = 'pending' and fires_at <= '2026-12-09T12:00:00Z'", "base")
        let peer = try firingPeer()
        try keep(peer.plain, "firing")
        var (wholes, rates, floors): ([Double], [Double], [Double]) = ([], [], [])
        for round in 1...rounds {
            wholes.append(
                try onCopy { copy in
                    let seconds = try ["reconcile", "follow-up", "fire"].reduce(0) { try $0 + job($1, copy) }
                    guard try count(Self.mostMessagesOfOneThing, copy) == 1 else {
                        throw SocketError(text: "somebody was told twice of one thing")
                    }
                    return seconds
                })
            let rate = try onCopy { copy in
                let seconds = try job("fire", copy)
                return Double(try count("select count(*) from alarm where state = 'fired'", copy)) / seconds
            }
            let floor = try onCopy { copy in
                let transactions = try tools.pgbench(
                    script: peer.plain, clients: Self.atOnce, transactions: Self.reviews.due / Self.atOnce, login: "reviewd", database: copy
                )
                return transactions * Double(try count("select count(*) from alarm where state = 'fired'", copy)) / Double(Self.reviews.due)
            }
            rates.append(rate)
            floors.append(floor)
            tell(
                "firing, round \(round) of \(rounds): reviewd \(Int(rate))/s, pgbench \(Int(floor))/s, ten days in \(Int(wholes[round - 1])) s"
            )
        }
        return [
            Figure(name: "ten days of downtime, \(due) alarms", value: wholes.median, unit: "s", limit: 60),
            Figure(name: "firing", value: rates.median, unit: "alarms/s", ratio: zip(rates, floors).map { $0 / $1 }.median),
            Figure(name: "firing, pgbench", value: floors.median, unit: "alarms/s"),
        ]
    }

    /// How many messages of one obligation anybody got of the downtime at most.
    private static let mostMessagesOfOneThing = """
        select coalesce(max(n), 0)
        from (select count(*) as n from outbox o join outbox_notice l on l.outbox = o.id join notice k on k.id = l.notice
              where o.created_at > '2026-12-09' and k.obligation is not null group by o.account, k.obligation) as told
        """

    /// From claim to sent, as mail into a folder in memory.
    private func outbox() throws -> [Figure] {
        let peer = try outboxPeer()
        try keep(peer.plain, "outbox")
        let messages = Double(Self.batches * Self.messagesOfBatch)
        let unclaimed = "select count(*) from outbox where state not in ('sent', 'dropped')"
        var (rates, floors): ([Double], [Double]) = ([], [])
        for round in 1...rounds {
            rates.append(
                try onCopy { copy in
                    let start = Clock.nanoseconds
                    try deliver(copy)
                    let seconds = Double(Clock.nanoseconds - start) / 1e9
                    guard try count(unclaimed, copy) == 0 else { throw SocketError(text: "messages were not sent") }
                    return messages / seconds
                })
            floors.append(
                try onCopy { copy in
                    let rate = try tools.pgbench(
                        script: peer.plain, clients: 1, transactions: Self.batches, login: "reviewd_deliver", database: copy)
                    guard try count(unclaimed, copy) == 0 else { throw SocketError(text: "pgbench sent other messages than it claimed") }
                    return rate * Double(Self.messagesOfBatch)
                })
            tell("outbox, round \(round) of \(rounds): reviewd \(Int(rates[round - 1]))/s, pgbench \(Int(floors[round - 1]))/s")
        }
        return [
            Figure(name: "outbox", value: rates.median, unit: "messages/s", ratio: zip(rates, floors).map { $0 / $1 }.median),
            Figure(name: "outbox, pgbench", value: floors.median, unit: "messages/s"),
        ]
    }

    func count(_ query: String, _ database: String) throws -> Int {
        Int(try tools.administer(query, database: database).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    func onCopy<Answer>(_ body: (_ database: String) throws -> Answer) throws -> Answer {
        try tools.copy("base", to: "copy")
        let answer = try body("copy")
        try tools.drop("copy")
        return answer
    }

    /// Runs a job in a process of its own; the seconds that it took, as its own record has them.
    @discardableResult
    func job(_ name: String, _ database: String) throws -> Double {
        try daemon.run(
            ["jobs", "run", name], environment: ["REVIEWD_DATABASE_URL": "host=\(daemon.socketFolder) user=reviewd dbname=\(database)"])
        let seconds = "select extract(epoch from ended_at - began_at) from job_run where outcome = 'done' order by id desc limit 1"
        return Double(try tools.administer(seconds, database: database).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    func deliver(_ database: String) throws {
        let spool = "/dev/shm/reviewd-bench-\(getpid())"
        defer {
            // try?: what is left of a temporary folder does no harm.
            try? FileManager.default.removeItem(atPath: spool)
        }
        try daemon.run(
            ["deliver", "--once"],
            environment: [
                "REVIEWD_DELIVER_DATABASE_URL": "host=\(daemon.socketFolder) user=reviewd_deliver dbname=\(database)",
                "REVIEWD_DELIVER_SPOOL": spool,
            ])
    }
}
