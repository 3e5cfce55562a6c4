import ReviewClient
import ReviewServer
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
            for connection in [focal, other] { #expect(try await connection.send(watching).final.code == .done) }
            let answer = try await focal.send(draft(review))
            let document = try #require(answer.result["id"]?.text)
            var pushed: JSONValue?
            for await push in focal.pushes() where push.code == .event {
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

    @Test func `a cursor brings back what came after it`() async throws {
        try await TestHouse.with { house in
            let review = try #require(house.bindings["review"]?.text)
            let watching = Request(verb: "watch", arguments: [RequestField("topic", "review/\(review)")])
            let first = try await house.connect(as: "focal")
            _ = try await first.send(watching)
            var documents: [String] = []
            for _ in 0..<3 { documents.append(try await first.send(draft(review)).result["id"]?.text ?? "") }
            var cursor = ""
            for await push in first.pushes() where push.code == .event {
                cursor = try push.value()["after"]?.text ?? ""
                break
            }
            await first.close()
            let second = try await house.connect(as: "focal")
            _ = try await second.send(Request(verb: "watch", arguments: watching.arguments + [RequestField("after", cursor)]))
            var resumed: [String] = []
            for await push in second.pushes() where push.code == .event {
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
            for _ in 0..<300 where house.server.droppedEventCount == 0 { _ = try await focal.send(draft(review)) }
            #expect(house.server.droppedEventCount > 0)
            try slow.send("@end quit\n")
            let lines = try await slow.rest()
            let notice = try #require(lines.first { $0.code == "198" })
            let after = try #require(try JSONParser.parse(String(notice.dropFirst(6)))["after"]?.text)
            let again = try await focal.send(
                Request(verb: "watch", arguments: [RequestField("topic", "review/\(review)"), RequestField("after", after)]))
            #expect(again.final.code == .done)
            await focal.close()
        }
    }
}
