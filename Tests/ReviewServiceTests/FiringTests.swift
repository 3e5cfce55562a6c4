import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// What is due is told exactly once, whatever happens to the daemon.
@Suite struct FiringTests {
    private struct Scene {
        let house: TestHouse
        let owner: Connection
        let officer: Actor
        let dispatcher: Dispatcher

        init(_ house: TestHouse) async throws {
            self.house = house
            owner = try await Connection.open(house.installation.owner)
            dispatcher = Dispatcher(service: house.service)
            let table = try await house.service.pool.read(Actor.system.context, ["select id from account where login = 'officer'"]).tables[
                0]
            officer = Actor(
                account: try table.decode(0, as: AccountID.self), login: "officer", organisation: "secretariat", role: .secretariat,
                isHead: true)
        }

        func say(_ line: String) async throws -> (code: ReplyCode, json: JSONValue) {
            let reply = await dispatcher.reply(to: try Request.reading(line, body: nil), from: officer)
            return (reply.code, reply.json)
        }

        /// The clock goes on while no daemon runs.
        func sleep(until moment: String) async throws {
            // clock_timestamp(): the test is the clock
            _ = try await owner.flight(["update rehearsal_clock set ahead = \(moment)::timestamptz - clock_timestamp()"])
        }

        func run(_ job: String) async throws -> Int {
            try await JobClock(house.service).run(#require(JobTable.job(job)))
        }

        func count(_ query: SQL) async throws -> Int {
            try await house.service.pool.read(Actor.system.context, [query]).tables[0].decode(0, as: Int.self)
        }

        /// The self-assessment is owed: seven alarms between April and July 2027.
        func begin() async throws {
            let version = try await say("review.show review=\(house.bindings["review"]?.text ?? "")").json["ver"]?.integer ?? 0
            let reply = try await say("review.advance review=\(house.bindings["review"]?.text ?? "") if=\(version)")
            try #require(reply.code == .done)
        }
    }

    @Test func `after a downtime nobody hears twice of one obligation, and a second run says nothing`() async throws {
        try await TestHouse.with { house in
            let scene = try await Scene(house)
            try await scene.begin()
            try await scene.sleep(until: "2027-07-10T00:00:00Z")
            #expect(try await scene.run("fire") == 8)
            #expect(try await scene.count("select count(*) from alarm where state = 'pending'") == 0)
            #expect(try await scene.count("select count(*) from alarm where state = 'skipped' and cause = 'the deadline has passed'") == 3)
            #expect(try await scene.count("select count(*) from alarm where state = 'coalesced'") == 1)
            #expect(try await scene.count("select count(*) from alarm where state = 'fired'") == 3)
            #expect(try await scene.count(Self.mostOfOneThing) == 1)
            #expect(try await scene.count("select count(*) from agenda_item") == 1)
            let told = try await scene.count("select count(*) from notice")
            #expect(try await scene.run("fire") == 0)
            #expect(try await scene.run("reconcile") == 0)
            #expect(try await scene.count("select count(*) from notice") == told)
        }
    }

    @Test func `two daemons at the same moment tell once`() async throws {
        try await TestHouse.with { house in
            let scene = try await Scene(house)
            try await scene.begin()
            try await scene.sleep(until: "2027-07-10T00:00:00Z")
            async let first = scene.run("fire")
            async let second = scene.run("fire")
            let happened = try await first + second
            #expect(happened == 8)
            #expect(
                try await scene.count(Self.told) == scene.count("select count(*) from reminder where outcome = 'sent'"))
            #expect(try await scene.count("select count(*) from event where name = 'obligation.escalated'") == 2)
        }
    }

    @Test func `a daemon that dies at any change leaves nothing behind, and the next one does it all once`() async throws {
        try await TestHouse.with { house in
            let scene = try await Scene(house)
            try await scene.begin()
            try await scene.sleep(until: "2027-07-10T00:00:00Z")
            try await Self.mine(scene.owner)
            var rounds = 0
            var happened = 0
            while happened == 0, rounds < 500 {
                rounds += 1
                _ = try await scene.owner.flight(["select setval('fuse', \(1_000 - rounds))"])
                happened = try await scene.run("fire")
                if happened == 0 { #expect(try await scene.count(Self.told) == 0) }
            }
            #expect(happened == 8)
            #expect(rounds > 15)
            #expect(
                try await scene.count(Self.told) == scene.count("select count(*) from reminder where outcome = 'sent'"))
            #expect(try await scene.count("select count(*) from event where name = 'obligation.reminded'") == 1)
            #expect(try await scene.count("select count(*) from agenda_item") == 1)
        }
    }

    /// What the clock had to say, beside the stage that the officer's word began.
    private static let told: SQL = "select count(*) from notice where kind <> 'stage-entered'"

    /// How often anyone was told of one obligation at most.
    private static let mostOfOneThing: SQL = """
        select coalesce(max(n), 0)
        from (select count(*) as n from notice where obligation is not null group by account, obligation) as told
        """

    /// Every change to what firing writes counts; the thousandth fails, as if the daemon had died there.
    private static func mine(_ owner: Connection) async throws {
        _ = try await owner.flight([
            "create sequence fuse", "grant usage on sequence fuse to reviewd",
            """
            create function burn() returns trigger language plpgsql as $$
            begin
                if nextval('fuse') = 1000 then raise exception 'the daemon dies here'; end if;
                return new;
            end
            $$
            """,
            "create trigger burn before insert or update on alarm for each row execute function burn()",
            "create trigger burn before insert or update on obligation for each row execute function burn()",
            "create trigger burn before insert or update on reminder for each row execute function burn()",
            "create trigger burn before insert or update on notice for each row execute function burn()",
            "create trigger burn before insert or update on outbox for each row execute function burn()",
            "create trigger burn before insert or update on agenda_item for each row execute function burn()",
            "create trigger burn before insert on event for each row execute function burn()",
        ])
    }

    @Test func `beyond the cap reminders are held back, the head is told, and a release tells the rest`() async throws {
        try await TestHouse.with { house in
            let scene = try await Scene(house)
            let cycle = house.bindings["cycle"]?.text ?? ""
            let parties = try await house.service.pool.read(
                Actor.system.context,
                [
                    """
                    select party from party_standing
                    where instrument = 'TIP' and bound @> date '2026-11-02' and party not in ('KEN', 'TZA', 'NOR') order by party limit 30
                    """
                ]
            ).tables[0].rows(as: String.self)
            for party in parties {
                try await #require(scene.say("review.open cycle=\(cycle) party=\(party) starts_on=2026-11-02").code == .created)
            }
            // Three nominations are owed in each of thirty reviews, by nobody who could be told: the secretariat is, of each once.
            try await scene.sleep(until: "2026-12-20T00:00:00Z")
            #expect(try await scene.run("fire") > 300)
            #expect(try await scene.count("select count(*) from schedule_hold where recipient is not null and released_at is null") == 1)
            #expect(try await scene.count("select count(*) from reminder where outcome = 'sent'") == 60)
            let capped = try await scene.count("select count(*) from reminder where outcome = 'capped'")
            #expect(capped == 30)
            let alarmed: SQL =
                "select count(*) from notice n join account a on a.id = n.account where n.kind = 'alarm' and a.login = 'head'"
            #expect(try await scene.count(alarmed) == 1)
            let released = try await scene.say("schedule.release reason=\"It was a long night\" account=head")
            #expect(released.json["told"]?.integer == Int64(capped))
            // Weeks after they were due nobody is told that they are due soon.
            #expect(try await scene.count("select count(*) from notice where kind in ('reminder', 'due-today')") == 0)
            #expect(try await scene.count(Self.mostOfOneThing) == 1)
        }
    }

    @Test func `what was lost is planned again`() async throws {
        try await TestHouse.with { house in
            let scene = try await Scene(house)
            try await scene.begin()
            _ = try await scene.owner.flight([
                "alter table alarm no force row level security", "delete from alarm", "alter table alarm force row level security",
            ])
            #expect(try await scene.run("reconcile") == 7)
            #expect(try await scene.run("reconcile") == 0)
            #expect(try await scene.count("select count(*) from alarm where state = 'pending'") == 7)
        }
    }

    @Test func `the daemon runs what is due, once, and stands still when its clock went back`() async throws {
        try await TestHouse.with { house in
            let scene = try await Scene(house)
            let clock = JobClock(house.service)
            #expect(try await clock.tick() == nil)
            #expect(try await scene.count("select count(distinct job) from job_run where outcome = 'done'") == 7)
            #expect(try await scene.count("select count(*) from job_run") == 7)
            _ = try await scene.owner.flight([
                "insert into job_run (job, began_at, ended_at, outcome) values ('fire', '2100-01-01', '2100-01-01', 'done')"
            ])
            let afterwards = JobClock(house.service)
            #expect(try await afterwards.tick() != nil)
            #expect(try await scene.say("clock.advance to=2027-01-01T00:00:00Z").json["err"]?.text == "clock/held")
            #expect(try await afterwards.tick() == nil)
            #expect(try await scene.say("schedule.release reason=\"The clock was set right\"").code == .done)
            #expect(try await JobClock(house.service).tick() == nil)
            #expect(try await scene.say("clock.advance to=2027-01-01T00:00:00Z").code == .done)
        }
    }
}
