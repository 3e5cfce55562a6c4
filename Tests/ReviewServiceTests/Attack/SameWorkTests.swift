import Foundation
import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// The answer to what is hidden takes the same work as the answer to what does not exist: time would tell them apart.
@Suite struct SameWorkTests {
    private static let absent = "D-0000000000"

    /// Every verb that takes a document, about that one.
    private static func lines(about document: String, _ review: String) -> [(line: String, body: String?)] {
        let bodiless = [
            "document.show document=\(document)", "document.get document=\(document)", "document.versions document=\(document)",
            "document.list answers=\(document)", "document.list answers=\(document) limit=1", "document.clear document=\(document) if=2",
            "document.publish document=\(document) if=2", "document.release document=\(document) if=2",
            "document.submit document=\(document) if=2", "document.open document=\(document) if=2 audience=open",
            "document.withdraw document=\(document) if=2 reason=x",
            "document.withhold document=\(document) if=2 reason=x until=2029-01-01T00:00:00Z",
        ]
        let draft = "review=\(review) kind=contribution lang=en title=x translation_of=\(document)"
        return bodiless.map { ($0, nil) } + [
            ("document.amend document=\(document) if=2", "x"), ("document.respond answers=\(document) lang=en title=x", "x"),
            ("document.draft \(draft)", "x"), ("document.submit \(draft)", "x"), ("document.submit \(draft) dry=yes", "x"),
        ]
    }

    /// `body` speaks to a dispatcher whose every statement passes the gate.
    private static func gated(_ body: (PeopledService, Dispatcher, StatementGate) async throws -> Void) async throws {
        try await PeopledService.with { house in
            let folder = FileManager.default.temporaryDirectory.path + "/reviewd-gate-\(UUID().uuidString.prefix(8))"
            let superuser = try await Connection.open(house.installation.superuser)
            let server = try await superuser.flight(["show unix_socket_directories"])[0].decode(0, as: String.self)
            await superuser.close()
            let gate = try StatementGate(folder: folder, server: server + "/.s.PGSQL.5432")
            let daemon = try ConnectionString("host=\(folder) port=5432 dbname=\(house.installation.database) user=reviewd")
            let pool = Pool(daemon, sizes: Pool.Sizes(shared: 1, leased: 1), enter: house.clock.enter)
            try await pool.start()
            let service = Service(
                pool: pool, sealer: house.service.sealer, limits: Cast.limits, procedures: house.service.procedures, isRehearsal: true,
                report: { print("fault \($0.number) in \($0.verb): \($0.what)") })
            try await body(house, Dispatcher(service: service), gate)
            await pool.stop()
            gate.close()
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    @Test func `410 for what is hidden takes as many statements as 410 for what is absent, in every verb and for everyone`() async throws {
        try await Self.gated { house, dispatcher, gate in
            let hidden = try await house.made(
                "survivors", "document.submit review=\(house.review) kind=contribution lang=en title=x source=hidden", body: "x")
            let answered = try await house.made("officer", "document.respond answers=\(hidden) lang=en title=x", body: "x")
            let translated = try await house.made(
                "expert",
                "document.submit review=\(house.review) kind=contribution lang=en title=x audience=experts translation_of=\(hidden)",
                body: "x")
            func count(_ line: String, _ body: String?, _ who: String) async throws -> (code: ReplyCode, statements: Int) {
                gate.shut(at: nil)
                let reply = await dispatcher.reply(to: try Request.reading(line, body: body), from: try house.actor(who))
                return (reply.code, gate.passed)
            }
            var seen = 0
            for who in ["delegate", "focal", "ngo", "clerk", "head", "public"] {
                for (number, (line, body)) in Self.lines(about: Self.absent, house.review).enumerated() {
                    let (code, absent) = try await count(line, body, who)
                    guard code == .absent || line.hasPrefix("document.list") else { continue }
                    for document in [hidden, answered, translated] {
                        let (line, body) = Self.lines(about: document, house.review)[number]
                        let (other, statements) = try await count(line, body, who)
                        #expect(other == code && statements == absent, "\(who): \(line)")
                        seen += 1
                    }
                }
            }
            #expect(seen > 150)
            #expect(try await count("document.show document=\(hidden)", nil, "officer").code == .done)
        }
    }
}
