import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Reviews on the move: what the clock brings, what two people do at once, and who is asked to answer.
struct ReviewTests {
    /// The demonstration's review, spoken to without a connection.
    private struct Scene: Sendable {
        let dispatcher: Dispatcher
        let service: Service
        let review: String

        init(_ house: TestHouse) {
            dispatcher = Dispatcher(service: house.service)
            service = house.service
            review = house.bindings["review"]?.text ?? ""
        }

        func actor(_ login: String) async throws -> Actor {
            let table = try await service.pool.read(
                Actor.system.context, ["select id, organisation, role, is_head from account where login = \(login)"]
            ).tables[0]
            let (id, organisation, role, isHead) = try table.decode(0, as: (AccountID, String, Role, Bool).self)
            return Actor(account: id, login: login, organisation: organisation, role: role, isHead: isHead)
        }

        @discardableResult
        func say(_ login: String, _ line: String, body: String? = nil) async throws -> (code: ReplyCode, json: JSONValue) {
            let reply = await dispatcher.reply(to: try Request.reading(line, body: body), from: try await actor(login))
            return (reply.code, reply.json)
        }

        func rows(_ actor: Actor, _ line: String) async throws -> [JSONValue] {
            let octets = await dispatcher.reply(to: try Request.reading(line, body: nil), from: actor).encoded(tag: nil)
            return try String(decoding: octets, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("150 ") }
                .map { try JSONParser.parse(String($0.dropFirst(6))) }
        }

        /// What happened by itself: moment, event and subject's kind.
        func record() async throws -> [String] {
            try await rows(.public, "event.list review=\(review) limit=1000").filter { $0["role"]?.text == "system" }
                .map { "\($0["at"]?.text ?? "") \($0["event"]?.text ?? "")" }
        }
    }

    @Test func `two who advance a review together advance it once`() async throws {
        try await TestHouse.with { house in
            let scene = Scene(house)
            let version = try await scene.say("officer", "review.show review=\(scene.review)").json["ver"]?.integer ?? 0
            let line = "review.advance review=\(scene.review) if=\(version)"
            async let one = scene.say("officer", line)
            async let other = scene.say("officer", line)
            let codes = try await [one.code, other.code].map(\.rawValue).sorted()
            #expect(codes == [ReplyCode.done.rawValue, ReplyCode.version.rawValue])
        }
    }

    @Test func `two successors who are named together leave one focal point`() async throws {
        try await TestHouse.with { house in
            let scene = Scene(house)
            let focal = try await scene.actor("focal")
            let held = try await scene.rows(focal, "nomination.list review=\(scene.review) function=focal-point")
            let id = held.first?["id"]?.text ?? ""
            async let one = scene.say("focal", "nomination.handover nomination=\(id) account=delegate note_verbale=NV/1 if=1")
            async let other = scene.say("lead", "nomination.handover nomination=\(id) account=lead note_verbale=NV/2 if=1")
            let codes = try await [one.code, other.code].map(\.rawValue).sorted()
            // Whoever comes second has an old version; the focal point may then be none any more, and is told that first.
            #expect(codes.first == ReplyCode.created.rawValue)
            #expect([ReplyCode.version.rawValue, ReplyCode.role.rawValue].contains(codes.last))
            let after = try await scene.rows(focal, "nomination.list review=\(scene.review) function=focal-point")
            #expect(after.filter { $0["stands"] == true }.count == 1)
        }
    }

    @Test func `a contribution that nobody answers is missed at its time, and who may not read it learns nothing`() async throws {
        try await TestHouse.with { house in
            let scene = Scene(house)
            let handed = try await scene.say(
                "survivors",
                "document.submit review=\(scene.review) kind=contribution lang=en title=Shelters audience=experts source=hidden",
                body: "We were not heard.")
            #expect(handed.code == .created)
            let document = handed.json["id"]?.text ?? ""
            let owed = try await scene.rows(try await scene.actor("officer"), "obligation.list review=\(scene.review) state=open")
                .filter { $0["document"]?.text == document }
            #expect(owed.first?["owed_by"]?.text == "officer")
            let due = try #require(owed.first?["due_at"]?.text)
            #expect(try await scene.say("officer", "clock.advance to=2027-04-01T00:00:00Z").code == .done)
            let missed = try await scene.rows(try await scene.actor("officer"), "event.list review=\(scene.review) limit=1000")
                .filter { $0["event"]?.text == "obligation.missed" && $0["document"]?.text == document }
            #expect(missed.first?["at"]?.text == due)
            for login in ["focal", "ngo", "outsider", "head"] {
                let events = try await scene.rows(try await scene.actor(login), "event.list review=\(scene.review) limit=1000")
                #expect(!events.contains { $0["event"]?.text == "obligation.missed" })
                let obligations = try await scene.rows(try await scene.actor(login), "obligation.list review=\(scene.review)")
                #expect(!obligations.contains { $0["document"] != nil })
            }
            let answer = try await scene.say("officer", "document.respond answers=\(document) lang=en title=Noted", body: "We ask.")
            #expect(answer.code == .created)
            let settled = try await scene.rows(try await scene.actor("officer"), "obligation.list review=\(scene.review) state=late")
            #expect(settled.contains { $0["document"]?.text == document })
        }
    }

    @Test func `the clock brings the same in one stride as in many steps`() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var numbers = SeededNumbers(seed)
        let stops = (0..<8).map { _ in 1_794_000_000 + Int64.random(in: 0..<30_000_000, using: &numbers) }.sorted()
        let end = UTCInstant(seconds: 1_826_000_000).rfc3339
        func run(_ stops: [Int64]) async throws -> [String] {
            try await TestHouse.with { house in
                let scene = Scene(house)
                let version = try await scene.say("officer", "review.show review=\(scene.review)").json["ver"]?.integer ?? 0
                try await scene.say("officer", "review.advance review=\(scene.review) if=\(version)")
                let later = "account=bystander function=expert note_verbale=NV/1 from=2027-02-01T00:00:00Z"
                #expect(try await scene.say("head", "nomination.make review=\(scene.review) \(later)").code == .created)
                let before = try await scene.record().count
                for stop in stops { try await scene.say("officer", "clock.advance to=\(UTCInstant(seconds: stop).rfc3339)") }
                #expect(try await scene.say("officer", "clock.advance to=\(end)").code == .done)
                return Array(try await scene.record().dropFirst(before))
            }
        }
        let (stride, steps) = try await (run([]), run(stops))
        #expect(stride.contains("2027-05-03T22:00:00Z obligation.missed"))
        #expect(stride == steps, "seed \(seed), stops \(stops)")
    }
}

/// SplitMix64: the same numbers for the same seed.
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
