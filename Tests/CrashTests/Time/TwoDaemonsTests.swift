import Glibc
import Postgres
import Support
import Testing

/// Two daemons on one database, of which one stands still for longer than it may and then goes on as if nothing had happened.
@Suite(.serialized) struct TwoDaemonsTests {
    /// The statement before which a deliverer stands still, and how many messages it had sent by then, or sends after.
    private static let pauses = [
        ("update outbox set lease_until", 0), ("select a.login, coalesce(x.mail", 1), ("update outbox set state = $1, settled_at", 1),
    ]

    @Test(arguments: pauses)
    func `a deliverer that sleeps past its lease is fenced, and what it had sent leaves again with the same Message-ID`(
        statement: String, sent: Int
    ) async throws {
        try await TimeHouse.with(copyOf: DueScene.template) { house in
            var lives = Lives(house)
            try await lives.bringAbout()
            try await house.sleep(until: DueScene.morning)
            // A rehearsal calls nobody, and nothing is sent where that is found out.
            _ = try await house.owner.flight(["update outbox set state = 'dropped', settled_at = created_at where channel = 'webhook'"])
            let lease = ["deliver.lease_seconds": "2", "deliver.timeout_seconds": "1"]
            let mail = try await house.with(.deliver, "sleeper", settings: lease) { sleeper in
                try await house.pause(sleeper, before: statement)
                let held = try await house.count("select count(*) from outbox where holder is not null")
                #expect(held > 2)
                var mail = try await house.with(.deliver, "other", settings: lease) { other in
                    try await other.process.start()
                    try await house.until("took over", of: other) { try await house.holds(TimeHouse.nothingWaits) }
                    await other.process.end(SIGTERM)
                    return try MailLedger(of: other)
                }
                #expect(mail.again == 0)
                let settled = try await Self.messages(house)
                #expect(settled.filter { $0.hasSuffix(" 2") }.count == held)
                await house.wake(sleeper)
                try await house.until("was refused everything that it held", of: sleeper) {
                    try sleeper.words.ranges(of: "delivery fenced").count == held
                }
                await sleeper.process.end(SIGTERM)
                #expect(try await Self.messages(house) == settled)
                try mail.take(from: sleeper.spool)
                return mail
            }
            #expect(mail.again == sent)
            #expect(try await mail.faults(in: house.owner) == [])
        }
    }

    /// What a daemon says when it knows whom to tell, and has told nobody yet.
    private static let turn = "select from account where id = any("

    @Test func `a daemon that stands in the middle of a transaction holds up one review only, and goes on from there`() async throws {
        try await TimeHouse.with(copyOf: DueScene.template) { house in
            // One review at a time.
            try await house.with(.serve, "sleeper", settings: ["database.leased_connections": "2"]) { sleeper in
                try await house.pause(sleeper, before: Self.turn)
                try await Self.doTheWork(house, reviewsLeft: 1)
                await house.wake(sleeper)
                try await house.until("finished", of: sleeper) { try await house.holds(TimeHouse.nothingIsDue) }
                await sleeper.process.end(SIGTERM)
            }
            // The other one found alarms that were late, and said so to the head.
            let told = ["too much: message head mail f sent 1 notices", "too much: notice head alarm"]
            let faults = try await Self.faults(house).filter { !told.contains($0) }
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
        }
    }

    @Test func `a daemon that stands still too long loses its transaction, and another one does the work`() async throws {
        try await TimeHouse.with(copyOf: DueScene.template) { house in
            let parameters: SQL =
                "select 'idle_in_transaction_session_timeout=1min' = any(rolconfig) from pg_roles where rolname = 'reviewd'"
            #expect(try await house.holds(parameters))
            try await house.with(.serve, "sleeper", parameters: ["idle_in_transaction_session_timeout": "300"]) { sleeper in
                try await house.pause(sleeper, before: Self.turn)
                try await house.until("lost its transaction", of: sleeper) {
                    try await house.holds(
                        """
                        select not exists (
                            select from pg_stat_activity
                            where application_name = 'sleeper' and datname = current_database() and state like '% in transaction%')
                        """)
                }
                try await Self.doTheWork(house, reviewsLeft: 0)
                let before = try await Effects(house.owner)
                await house.wake(sleeper)
                try await house.until("noticed", of: sleeper) { try sleeper.words.contains("work failed") }
                await sleeper.process.end(SIGTERM)
                #expect(try await Effects(house.owner).difference(from: before) == [])
            }
            let faults = try await Self.faults(house)
            #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
        }
    }

    /// What another daemon can do meanwhile.
    private static func doTheWork(_ house: TimeHouse, reviewsLeft: Int) async throws {
        try await house.with(.serve, "other") { other in
            let begunAt = try await house.now()
            try await other.process.start()
            try await house.until("ran every job", of: other) { try await house.holds(TimeHouse.everyJobRan(since: begunAt)) }
            await other.process.end(SIGTERM)
        }
        #expect(
            try await house.count(
                """
                select count(distinct review) from alarm, rehearsal_clock
                where state = 'pending' and fires_at <= clock_timestamp() + ahead
                """) == reviewsLeft)
    }

    /// Compared with a house in which nobody stood still, when everything has left it.
    private static func faults(_ house: TimeHouse) async throws -> [String] {
        try await house.sleep(until: DueScene.morning)
        var lives = Lives(house)
        try await lives.deliver()
        return try await Effects(house.owner).difference(from: DueScene.undisturbed.effects)
    }

    /// Each with the number of its last attempt at the end.
    private static func messages(_ house: TimeHouse) async throws -> [String] {
        try await house.owner.flight(["select concat_ws(' ', id, state, ver, settled_at, attempt) from outbox order by id"])[0].rows(
            as: String.self)
    }
}
