import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

@Suite struct SuspensionTests {
    @Test func `who is suspended by a command of this daemon is out before the command is answered`() async throws {
        var options = ServerOptions()
        // Only the command itself may end the session in time.
        options.time.suspensionPollMilliseconds = 3_600_000
        try await TestHouse.with(options: options) { house in
            let head = try await house.connect(as: "head")
            let ngo = try await house.connect(as: "ngo")
            let pushes = ngo.pushes()
            let organisation = try await head.send(
                Request(verb: "organisation.show", arguments: [RequestField("organisation", "lantern")]))
            let answer = try await head.send(
                Request(
                    verb: "organisation.suspend",
                    arguments: [
                        RequestField("organisation", "lantern"), RequestField("if", "\(organisation.result["ver"]?.integer ?? 0)"),
                        RequestField("reason", "a test"),
                    ]))
            #expect(answer.final.code == .done)
            var notices: [Int] = []
            for await push in pushes { notices.append(push.number) }
            #expect(notices == [199])
            #expect(!ngo.isOpen)
            await head.close()
        }
    }
}
