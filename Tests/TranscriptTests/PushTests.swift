import ReviewClient
import ReviewWire
import Support
import Testing

/// What a watcher is pushed, in number and order, is the same whether or not there is a hidden source.
@Suite struct PushTests {
    private static func pushes(isHiding: Bool) async throws -> [String: [String]] {
        try await TestHouse.with { house in
            let review = house.bindings["review"]?.text ?? ""
            var watchers: [(who: String, connection: ReviewConnection, pushes: AsyncStream<ServerLine>)] = []
            for who in ["delegate", "outsider", "nhri", "clerk"] {
                let connection = try await house.connect(as: who)
                let pushes = connection.pushes()
                try await connection.send(Request.reading("watch topic=review/\(review)", body: nil)).orThrow()
                watchers.append((who, connection, pushes))
            }
            let (ngo, survivors, officer) = try await (
                house.connect(as: "ngo"), house.connect(as: "survivors"), house.connect(as: "officer")
            )
            func submit(_ rest: String) throws -> Request {
                try Request.reading("document.submit review=\(review) kind=contribution lang=en title=x \(rest)", body: "x")
            }
            var last = ""
            for round in 0..<3 {
                if isHiding {
                    let hidden = try await survivors.send(submit("source=hidden")).orThrow().result["id"]?.text ?? ""
                    try await officer.send(Request.reading("document.respond answers=\(hidden) lang=en title=x", body: "x")).orThrow()
                    if round == 1 {
                        try await survivors.send(Request.reading("document.withdraw document=\(hidden) if=2 reason=x", body: nil)).orThrow()
                    }
                }
                last = try await ngo.send(submit("audience=open")).orThrow().result["id"]?.text ?? ""
            }
            var seen: [String: [String]] = [:]
            for (who, connection, pushes) in watchers {
                for await line in pushes {
                    let json = try line.object()
                    seen[who, default: []].append("\(line.number) \(json["event"]?.text ?? "") \(json["after"]?.text?.count ?? 0)")
                    if json["id"]?.text == last, json["event"]?.text == "obligation.opened" { break }
                }
                await connection.close()
            }
            for connection in [ngo, survivors, officer] { await connection.close() }
            return seen
        }
    }

    @Test(.timeLimit(.minutes(15))) func `pushes do not tell of a hidden source`() async throws {
        let with = try await Self.pushes(isHiding: true)
        let without = try await Self.pushes(isHiding: false)
        #expect(with == without)
        #expect(with["delegate"]?.count == 6)
    }
}
