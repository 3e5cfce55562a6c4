import ReviewClient
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Testing

@Suite struct WatchTests {
    private func draft(_ review: String) -> Request {
        Request(
            verb: "document.draft",
            arguments: [
                RequestField("review", review), RequestField("kind", "evidence"), RequestField("lang", "en"),
                RequestField("title", "A title"),
            ], body: Array("text".utf8))
    }

    @Test func `what happens to a watched review is pushed as ids to those who may see it, and to nobody else`() async throws {
        try await TestHouse.with { house in
            let review = try #require(house.bindings["review"]?.text)
            let watching = Request(verb: "watch", arguments: [RequestField("topic", "review/\(review)")])
            let focal = try await house.connect(as: "focal")
            let other = try await house.connect(as: "public")
            let heard = focal.pushes()
            for connection in [focal, other] { #expect(try await connection.send(watching).final.code == .done) }
            let answer = try await focal.send(draft(review))
            let document = try #require(answer.result["id"]?.text)
            var pushed: JSONValue?
            for await push in heard where push.code == .event {
                pushed = try push.value()
                break
            }
            #expect(pushed?["event"]?.text == "document.drafted")
            #expect(pushed?["id"]?.text == document)
            #expect(pushed?["review"]?.text == review)
            #expect(Set(pushed?.members?.map(\.0) ?? []) == ["watch", "after", "event", "review", "id"])
            // The public's connection is answered in order after anything that was pushed to it, and nothing was.
            let missed = try await focal.send(
                Request(verb: "watch", arguments: watching.arguments + [RequestField("after", pushed?["after"]?.text ?? "")]))
            #expect(missed.final.code == .done)
            let stolen = try await other.send(
                Request(verb: "watch", arguments: watching.arguments + [RequestField("after", pushed?["after"]?.text ?? "")]))
            #expect(stolen.final.code == .argument)
            await focal.close()
            await other.close()
            for await push in other.pushes() { #expect(push.code != .event) }
        }
    }

    @Test func `everyone may watch a review, one's own notices who is logged in, and nobody what is not there`() async throws {
        try await TestHouse.with { house in
            let review = try #require(house.bindings["review"]?.text)
            for who in Demonstration.people.map(\.login) + ["public"] {
                let connection = try await house.connect(as: who)
                let codes = try await [
                    "watch topic=review/\(review)", "watch topic=review/R-0000000000", "watch topic=notices", "watch topic=everything",
                    "unwatch watch=1", "unwatch watch=1",
                ].asyncCodes(on: connection)
                #expect(codes == [200, 410, who == "public" ? 430 : 200, 501, 200, 410], "\(who): \(codes)")
                await connection.close()
            }
        }
    }

    @Test func `a cursor brings back what came after it`() async throws {
        try await TestHouse.with { house in
            let review = try #require(house.bindings["review"]?.text)
            let watching = Request(verb: "watch", arguments: [RequestField("topic", "review/\(review)")])
            let first = try await house.connect(as: "focal")
            let heard = first.pushes()
            _ = try await first.send(watching)
            var documents: [String] = []
            for _ in 0..<3 { documents.append(try await first.send(draft(review)).result["id"]?.text ?? "") }
            var cursor = ""
            for await push in heard where push.code == .event {
                cursor = try push.value()["after"]?.text ?? ""
                break
            }
            await first.close()
            let second = try await house.connect(as: "focal")
            let heardAgain = second.pushes()
            _ = try await second.send(Request(verb: "watch", arguments: watching.arguments + [RequestField("after", cursor)]))
            var resumed: [String] = []
            for await push in heardAgain where push.code == .event {
                resumed.append(try push.value()["id"]?.text ?? "")
                if resumed.count == 2 { break }
            }
            #expect(resumed == Array(documents.dropFirst()))
            await second.close()
        }
    }

    @Test func `a peer that does not read is told that events were dropped, and where to go on`() async throws {
        try await TestHouse.with { house in
            let review = try #require(house.bindings["review"]?.text)
            let focal = try await house.connect(as: "focal")
            let token = try await focal.send(
                Request(verb: "token.create", arguments: [RequestField("label", "slow"), RequestField("scope", "read")]))
            let slow = try RawConnection(to: house.address, receiveBufferBytes: 4096)
            try slow.send("auth mech=token data=\(try #require(token.result["token"]?.text))\n")
            _ = try await slow.lines(2)
            try slow.send("watch topic=review/\(review)\n")
            #expect(try await slow.line()?.code == "200")
            // Far more than the buffers between the two hold.
            try slow.send(String(repeating: "help\n", count: 200))
            for _ in 0..<30 { _ = try await focal.send(draft(review)) }
            #expect(house.server.droppedEventCount == 0, "a gap is found when the peer reads again, by what it may see")
            var lines: [String] = []
            while let line = try await slow.line() {
                lines.append(line)
                if line.code == "198" { break }
            }
            #expect(house.server.droppedEventCount > 0)
            let notice = try #require(lines.first { $0.code == "198" })
            let after = try #require(try JSONParser.parse(String(notice.dropFirst(6)))["after"]?.text)
            let again = try await focal.send(
                Request(verb: "watch", arguments: [RequestField("topic", "review/\(review)"), RequestField("after", after)]))
            #expect(again.final.code == .done)
            await focal.close()
        }
    }

    /// The next event of that name.
    private func next(_ name: String, in pushes: AsyncStream<ServerLine>) async throws {
        for await push in pushes where push.code == .event {
            if try push.value()["event"]?.text == name { return }
        }
    }

    @Test func `an event makes nobody read who may not see it, however many watch`() async throws {
        var options = ServerOptions()
        options.time.eventPollMilliseconds = 20
        try await TestHouse.with(options: options) { house in
            let review = try #require(house.bindings["review"]?.text)
            let watching = Request(verb: "watch", arguments: [RequestField("topic", "review/\(review)")])
            let focal = try await house.connect(as: "focal")
            var others: [ReviewConnection] = []
            for who in ["public", "public", "public", "outsider", "outsider", "ngo"] { others.append(try await house.connect(as: who)) }
            let heard = focal.pushes()
            let heardByOthers = others.map { $0.pushes() }
            for connection in [focal] + others { _ = try await connection.send(watching).orThrow() }
            // What everyone may see, twice: then all of them have read what there was before, but for a reading that is on its way.
            for number in 1...2 {
                let anchor = [RequestField("review", review), RequestField("name", "visit.agreed")]
                let officer = try await house.connect(as: "officer")
                _ = try await officer.send(
                    Request(verb: "anchor.record", arguments: anchor + (number == 1 ? [] : [RequestField("if", "1")]))
                ).orThrow()
                await officer.close()
                for pushes in [heard] + heardByOthers { try await next("anchor.recorded", in: pushes) }
            }
            let before = house.server.watchReadings
            for _ in 0..<10 {
                _ = try await focal.send(draft(review)).orThrow()
                try await next("document.drafted", in: heard)
            }
            let after = house.server.watchReadings
            #expect(after.public - before.public <= 3)
            #expect(after.members - before.members <= 10 + 4, "only the author's one connection reads")
            for connection in [focal] + others { await connection.close() }
        }
    }
}

extension [String] {
    /// The code of each answer, said one after the other.
    fileprivate func asyncCodes(on connection: ReviewConnection) async throws -> [Int] {
        var codes: [Int] = []
        for line in self { codes.append(try await connection.send(Request.reading(line, body: nil)).code) }
        return codes
    }
}
