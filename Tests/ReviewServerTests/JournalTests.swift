import ReviewClient
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Synchronization
import Testing

/// What stands in the log of a working day.
@Suite struct JournalTests {
    @Test func `the log names nobody: no login, nothing that was written, and no address beside an account`() async throws {
        let seen = Mutex<[Event]>([])
        try await TestHouse.with(observe: { event in seen.withLock { $0.append(event) } }) { house in
            let review = try #require(house.bindings["review"]?.text)
            let ngo = try await house.connect(as: "ngo")
            let line = "document.submit review=\(review) kind=contribution lang=en title=\"What we lived\""
            _ = try await ngo.send(Request.reading(line, body: "The shelter was closed.")).orThrow()
            let survivors = try await ReviewConnection.connect(to: house.address)
            await #expect(throws: (any Error).self) { try await survivors.logIn(login: "survivors", password: "not-their-password") }
            let head = try await house.connect(as: "head")
            let outsider = try await house.connect(as: "outsider")
            let organisation = try await head.send(Request.reading("organisation.show organisation=norway", body: nil)).orThrow().result
            let suspend = "organisation.suspend organisation=norway if=\(organisation["ver"]?.integer ?? 0) reason=\"Left the ministry\""
            _ = try await head.send(Request.reading(suspend, body: nil)).orThrow()
            for connection in [ngo, survivors, head, outsider] { await connection.close() }
        }
        let events = seen.withLock { $0 }
        #expect(Set(["logged in", "login refused", "session ended", "listening"]).isSubset(of: Set(events.map(\.name))))
        let logins = Demonstration.people.map(\.login)
        for event in events {
            let values = event.metadata.values.map(\.description)
            #expect(!values.contains { logins.contains($0) }, "\(event)")
            #expect(!values.contains { $0.contains("lived") || $0.contains("shelter") || $0.contains("ministry") }, "\(event)")
            #expect(event.metadata["account"] == nil || event.metadata["near"] == nil, "\(event)")
            guard event.name != "listening" else { continue }
            #expect(!values.contains { $0.contains("127.0") || $0.contains("::") }, "\(event)")
        }
        // Who fails again and again is still told from who fails once.
        let refused = try #require(events.first { $0.name == "login refused" })
        let connected = try #require(events.first { $0.name == "connected" })
        #expect(refused.metadata["near"] != nil && refused.metadata["near"] == connected.metadata["near"])
    }
}
