import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Somebody who asks, hands over or calls again and again floods nobody.
@Suite struct StormTests {
    private func count(_ query: SQL, _ house: PeopledService) async throws -> Int {
        try await house.service.pool.read(Actor.system.context, [query]).tables[0].decode(0, as: Int.self)
    }

    private func post(_ count: Int, to account: AccountID?, _ house: PeopledService) async throws {
        guard let account, let review = ReviewID(house.review) else { return }
        try await house.service.pool.transaction(Actor.system.context) { transaction in
            let context = Context(actor: .system, service: house.service, transaction: transaction, now: try await transaction.now)
            for _ in 0..<count { try await Notices.post(.handedOver, to: account, review: review, obligation: nil, in: context) }
        }
    }

    @Test func `beyond the cap of an hour notices are kept, and their messages are dead letters that the head sees`() async throws {
        try await PeopledService.with { house in
            house.clock.stand(at: UTCInstant(seconds: 1_793_700_000))
            let focal = try house.actor("focal").account
            try await post(130, to: focal, house)
            #expect(try await count("select count(*) from notice where account = \(focal)", house) == 130)
            #expect(try await count("select count(*) from outbox where account = \(focal) and state = 'pending'", house) == 120)
            let dead = try await house.rows("head", "outbox.list state=dead")
            #expect(dead.count == 10 && dead.allSatisfy { $0["last_error"]?.text == "too many messages in an hour" })
            #expect(try await house.rows("ngo", "outbox.list state=dead").isEmpty)
            try await post(1, to: try house.actor("delegate").account, house)
            #expect(try await count("select count(*) from outbox where account <> \(focal) and state = 'pending'", house) == 1)
            house.clock.stand(at: UTCInstant(seconds: 1_793_703_601))
            try await post(1, to: focal, house)
            #expect(try await count("select count(*) from outbox where account = \(focal) and state = 'pending'", house) == 121)
        }
    }

    @Test func `who asks for more time again and again is heard once`() async throws {
        try await PeopledService.with { house in
            let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
            try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
            let owed = try await house.rows("public", "obligation.list review=\(house.review) state=open").first?["id"]?.text ?? ""
            var codes: [Int] = []
            for number in 0..<20 {
                let line = "obligation.extend obligation=\(owed) days=\(number + 1) reason=\"Once more\""
                codes.append(try await house.reply(number % 2 == 0 ? "focal" : "delegate", line).code.rawValue)
                _ = try await house.reply("focal", line + " dry=yes")
            }
            #expect(codes == [201] + Array(repeating: 442, count: 19))
            #expect(try await house.rows("officer", "notice.list kind=extension-requested").count == 1)
        }
    }

    @Test func `two who ask at once ask once`() async throws {
        try await PeopledService.with { house in
            let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
            try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
            let owed = try await house.rows("public", "obligation.list review=\(house.review) state=open").first?["id"]?.text ?? ""
            let line = "obligation.extend obligation=\(owed) days=10 reason=\"It takes longer\""
            async let one = house.reply("focal", line)
            async let other = house.reply("delegate", line)
            #expect(try await [one.code.rawValue, other.code.rawValue].sorted() == [201, 442])
        }
    }

    @Test func `a function that goes to and fro leaves a ledger that is read page by page`() async throws {
        try await PeopledService.with { house in
            let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
            try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
            let owed = try await house.rows("public", "obligation.list review=\(house.review) state=open").first?["id"]?.text ?? ""
            for round in 0..<10 {
                let held = try await house.rows("lead", "nomination.list review=\(house.review) function=focal-point").last
                let successor = round % 2 == 0 ? "lead" : "focal"
                let line = "nomination.handover nomination=\(held?["id"]?.text ?? "") account=\(successor) note_verbale=NV/\(round)"
                try await house.done("lead", "\(line) if=\(held?["ver"]?.integer ?? 0)")
            }
            var (pages, rows, cursor) = (0, 0, "")
            repeat {
                let reply = try await house.reply("public", "obligation.explain obligation=\(owed) limit=25\(cursor)")
                pages += 1
                rows += Int(reply.json["n"]?.integer ?? 0)
                cursor = reply.json["next"]?.text.map { " after=\($0)" } ?? ""
            } while !cursor.isEmpty && pages < 100
            // Five of the seven alarms are the State's own.
            #expect(rows == 7 + 5 * 10 && pages == 3)
        }
    }

    @Test func `webhooks made at once and all day long stay few`() async throws {
        try await PeopledService.with { house in
            house.clock.stand(at: UTCInstant(seconds: 1_793_700_000))
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<8 {
                    group.addTask { try await house.reply("lead", "webhook.make url=https://example.org/\(number)").code.rawValue }
                }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(made == [201: 4, 442: 4])
            for number in 0..<20 {
                let standing = try await house.rows("lead", "webhook.list").first { $0["ended_at"] == nil }
                try await house.done("lead", "webhook.end webhook=\(standing?["id"]?.text ?? "")")
                let reply = try await house.reply("lead", "webhook.make url=https://example.org/again/\(number)")
                guard reply.code != .created else { continue }
                #expect(reply.json["err"]?.text == "session/too-fast" && number == 12)
                break
            }
            #expect(try await count("select count(*) from webhook", house) == 16)
            house.clock.stand(at: UTCInstant(seconds: 1_793_700_000 + 86_401))
            #expect(try await house.reply("lead", "webhook.make url=https://example.org/tomorrow").code == .created)
        }
    }

    @Test func `nobody who is suspended is told anything`() async throws {
        try await PeopledService.with { house in
            let version = try await house.done("head", "organisation.show organisation=lantern")["ver"]?.integer ?? 0
            try await house.done("head", "organisation.suspend organisation=lantern if=\(version) reason=x")
            try await house.done("lead", "account.suspend login=delegate if=1 reason=x")
            for who in ["ngo", "delegate", "focal"] { try await post(1, to: try house.actor(who).account, house) }
            let told = try await house.service.pool.read(
                Actor.system.context, ["select a.login from notice n join account a on a.id = n.account"]
            ).tables[0].rows(as: String.self)
            #expect(told == ["focal"])
        }
    }
}
