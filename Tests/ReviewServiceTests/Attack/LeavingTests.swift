import Foundation
import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// What leaves the house, and what cannot, tells nobody of an answer that is owed to what they may not see.
@Suite struct LeavingTests {
    /// A contribution that is answered by the officer, one that is answered by the delegate, and what the State owes to everyone.
    private struct Scene {
        let house: PeopledService
        let hidden: String
        let team: String
        let open: String

        init(_ house: PeopledService) async throws {
            self.house = house
            house.clock.stand(at: UTCInstant(seconds: 1_793_700_000))
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=x"
            let documents = [
                try await house.made("survivors", line + " source=hidden", body: "x"),
                try await house.made("ngo", line + " audience=team", body: "x"),
            ]
            func owed(to document: String) async throws -> String {
                try await house.texts("select id from obligation where document = \(document)").first ?? ""
            }
            (hidden, team) = (try await owed(to: documents[0]), try await owed(to: documents[1]))
            open =
                try await house.texts("select id from obligation where review = \(house.review) and document is null order by id").first
                ?? ""
            for lead in ["head", "lead"] { try await house.made(lead, "webhook.make url=https://example.org/notices") }
            // What was told of them when they came is another test's.
            let owner = try await Connection.open(house.installation.superuser.with(database: house.installation.database))
            _ = try await owner.flight([
                "set search_path = reviewd", "delete from outbox_notice", "delete from outbox", "delete from notice",
            ])
            await owner.close()
        }

        func post(_ kind: NoticeKind, to login: String, _ obligations: [String]) async throws {
            guard let account = try house.actor(login).account, let review = ReviewID(house.review) else { return }
            try await house.service.pool.transaction(Actor.system.context) { transaction in
                let context = Context(actor: .system, service: house.service, transaction: transaction, now: try await transaction.now)
                for obligation in obligations {
                    try await Notices.post(kind, to: account, review: review, obligation: ObligationID(obligation), in: context)
                }
            }
        }

        func die() async throws {
            try await house.change(
                "update outbox set state = 'dead', settled_at = moment(), last_error = 'refused' where state = 'pending'")
        }
    }

    private static func scene(_ body: (Scene) async throws -> Void) async throws {
        try await PeopledService.with { house in try await body(try await Scene(house)) }
    }

    @Test func `no system is called for an answer that is owed to a document`() async throws {
        try await Self.scene { scene in
            let calls: SQL = "select count(*) from outbox where channel = 'webhook'"
            for kind in [NoticeKind.responseOwed, .deadlineMoved, .missed] {
                try await scene.post(kind, to: "officer", [scene.hidden])
                try await scene.post(kind, to: "delegate", [scene.team])
            }
            #expect(try await scene.house.count(calls) == 0)
            #expect(try await scene.house.count("select count(*) from outbox where channel = 'mail'") == 6)
            try await scene.post(.reminder, to: "focal", [scene.open])
            try await scene.post(.reminder, to: "officer", [scene.open, scene.hidden])
            #expect(try await scene.house.count(calls) == 2)
        }
    }

    @Test func `mail of such an answer does not leave to who has stood aside since it was posted`() async throws {
        try await Self.scene { scene in
            let house = scene.house
            try await scene.post(.responseOwed, to: "delegate", [scene.team])
            let outbox = Outbox(pool: house.service.pool, holder: UUID().uuidString, leaseSeconds: 0)
            func told() async throws -> Int {
                let claims = try await outbox.claim(limit: 10, domain: "example.org")
                #expect(claims.count == 1)
                return try await outbox.delivery(try #require(claims.first)).notices.count
            }
            #expect(try await told() == 1)
            try await house.done("delegate", "conflict.declare review=\(house.review) reason=\"A relative\"")
            #expect(try await told() == 0)
        }
    }

    @Test func `a message of such an answer that could not leave is the review's officer's to mend, and not for the head to know`()
        async throws
    {
        try await Self.scene { scene in
            let house = scene.house
            try await scene.post(.responseOwed, to: "delegate", [scene.team])
            try await scene.post(.responseOwed, to: "officer", [scene.hidden])
            try await scene.die()
            for who in ["head", "clerk", "lead", "focal", "expert", "ngo"] {
                #expect(try await house.rows(who, "outbox.list").isEmpty, "\(who)")
            }
            let dead = try await house.rows("officer", "outbox.list state=dead")
            #expect(dead.count == 2 && dead.allSatisfy { $0["channel"]?.text == "mail" })
            let others = try #require(dead.first { $0["account"]?.text == house.actors["delegate"]?.account?.description }?["id"]?.text)
            for verb in ["outbox.retry message=\(others) if=1", "outbox.drop message=\(others) if=1 reason=x"] {
                #expect(try await house.reply("head", verb).code == .absent)
            }
            try await house.done("officer", "outbox.retry message=\(others) if=1")
            try await house.settle()
            #expect(try await !house.wire("head", "event.list limit=1000").contains("message.retried"))
        }
    }

    @Test func `a digest gathers them apart, so that the other one is for the head as ever`() async throws {
        try await Self.scene { scene in
            let house = scene.house
            try await house.done("officer", "notice.preferences if=1 digest=yes")
            for obligation in [scene.open, scene.hidden, scene.team, scene.open] {
                try await scene.post(.reminder, to: "officer", [obligation])
            }
            try await scene.post(.reminder, to: "officer", [scene.open, scene.hidden])
            let told = try await house.texts(
                """
                select count(*) filter (where o.document is null) || ' ' || count(*) filter (where o.document is not null)
                from outbox m join outbox_notice c on c.outbox = m.id join notice n on n.id = c.notice join obligation o on o.id = n.obligation
                where m.is_digest group by m.id order by 1
                """)
            #expect(told == ["0 3", "3 0"])
            try await scene.die()
            #expect(try await house.rows("head", "outbox.list state=dead").filter { $0["digest"]?.flag == true }.count == 1)
            #expect(try await house.rows("officer", "outbox.list state=dead").filter { $0["digest"]?.flag == true }.count == 2)
        }
    }

    @Test func `many of them make no dead letter of what everyone may know of`() async throws {
        try await Self.scene { scene in
            try await scene.post(.responseOwed, to: "officer", Array(repeating: scene.hidden, count: 125))
            try await scene.post(.reminder, to: "officer", [scene.open])
            #expect(try await scene.house.count("select count(*) from outbox where state = 'dead'") == 5)
            #expect(try await scene.house.rows("head", "outbox.list state=dead").isEmpty)
        }
    }

    @Test func `the self-check speaks of late messages that the head may know of, and of no others`() async throws {
        try await Self.scene { scene in
            let house = scene.house
            func findings() async throws -> [String] { try await house.texts("select finding from self_check where finding = 'messages'") }
            try await scene.post(.responseOwed, to: "officer", [scene.hidden])
            house.clock.stand(at: UTCInstant(seconds: 1_793_710_000))
            try await house.run("self-check")
            #expect(try await findings().isEmpty)
            try await scene.post(.reminder, to: "officer", [scene.open])
            house.clock.stand(at: UTCInstant(seconds: 1_793_720_000))
            try await house.run("self-check")
            #expect(try await findings() == ["messages"])
        }
    }
}
