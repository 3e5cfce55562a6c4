import ReviewClient
import ReviewWire
import Scripted
import Synchronization
import Testing

@Suite struct RetryTests {
    private let done = #"201 - {"id":"D-5HW0C3N"}"#

    private func client(_ server: ScriptedServer, attempts: Int = 4, pauses: Pauses = Pauses()) -> RetryingClient {
        let address = server.address
        return RetryingClient(policy: RetryPolicy(attemptsMax: attempts), pause: Pause { pauses.add($0) }) {
            try await ReviewConnection.connect(to: address)
        }
    }

    /// Notes the pauses in place of waiting.
    final class Pauses: Sendable {
        private let noted = Mutex<[Int64]>([])
        var all: [Int64] { noted.withLock { $0 } }
        func add(_ milliseconds: Int64) { noted.withLock { $0.append(milliseconds) } }
    }

    @Test func `a change that was cut off is sent again with the same key`() async throws {
        let server = try await ScriptedServer.start { [done] _, connection in connection < 3 ? .close : .say(done) }
        let client = client(server)
        let reply = try await client.send(Request("document.submit", ["key": "0123456789abcdef"], body: [0x61]))
        #expect(reply.code == 201)
        #expect(server.received.count == 3 && server.connections == 3)
        #expect(server.received.allSatisfy { $0["key"] == "0123456789abcdef" && $0.body == [0x61] })
        await client.close()
        try await server.stop()
    }

    @Test func `a change without a key is never sent twice`() async throws {
        let server = try await ScriptedServer.start { _, _ in .close }
        let client = client(server)
        await #expect { try await client.send(Request("document.submit")) } throws: { error in
            if case .outcomeUnknown? = error as? ClientError { true } else { false }
        }
        #expect(server.received.count == 1)
        await client.close()
        try await server.stop()
    }

    @Test func `a stream without a key is not started twice either`() async throws {
        let server = try await ScriptedServer.start { _, connection in connection < 3 ? .close : .say("200 - {}") }
        let client = client(server)
        await #expect { try await client.stream(Request("document.submit")) { _ in } } throws: { error in
            if case .outcomeUnknown? = error as? ClientError { true } else { false }
        }
        #expect(try await client.stream(Request("document.submit", ["key": "0123456789abcdef"])) { _ in }.isDone)
        #expect(server.received.map(\.hasKey) == [false, true, true])
        await client.close()
        try await server.stop()
    }

    @Test(arguments: [450, 451])
    func `what is temporary is tried again, over a new connection when the server leaves`(code: Int) async throws {
        let sent = Mutex(0)
        let server = try await ScriptedServer.start { [done] _, _ in
            let count = sent.withLock { count in
                count += 1
                return count
            }
            return .say(count < 3 ? "\(code) - {\"err\":\"session/draining\",\"msg\":\"Later.\",\"retry\":\"same-key\"}" : done)
        }
        let client = client(server)
        #expect(try await client.send(Request("party.note", ["key": "0123456789abcdef"])).code == 201)
        #expect(server.connections == (code == 451 ? 3 : 1))
        await client.close()
        try await server.stop()
    }

    @Test func `a server that names seconds is given them`() async throws {
        let pauses = Pauses()
        let sent = Mutex(0)
        let server = try await ScriptedServer.start { [done] _, _ in
            let count = sent.withLock { count in
                count += 1
                return count
            }
            return .say(count == 1 ? #"460 - {"err":"session/too-fast","msg":"Slowly.","retry":"after:30"}"# : done)
        }
        let client = client(server, pauses: pauses)
        #expect(try await client.send(Request("party.list"), repeatable: true).code == 201)
        #expect(pauses.all == [30_000])
        await client.close()
        try await server.stop()
    }

    @Test(arguments: [410, 420, 421, 431, 442, 459, 501])
    func `what is refused for good is not tried again`(code: Int) async throws {
        let server = try await ScriptedServer.start { _, _ in .say("\(code) - {\"err\":\"a/b\",\"msg\":\"No.\",\"retry\":\"no\"}") }
        let client = client(server)
        #expect(try await client.send(Request("party.note", ["key": "0123456789abcdef"])).code == code)
        #expect(server.received.count == 1)
        await client.close()
        try await server.stop()
    }

    @Test func `the client gives up with a sentence that says what is safe`() async throws {
        let server = try await ScriptedServer.start { _, _ in .close }
        let pauses = Pauses()
        let client = client(server, attempts: 3, pauses: pauses)
        await #expect { try await client.send(Request("party.note", ["key": "0123456789abcdef"])) } throws: { error in
            "\(error)".contains("after 3 attempts") && "\(error)".contains("same key= is safe")
        }
        #expect(server.received.count == 3 && pauses.all.count == 2)
        await client.close()
        try await server.stop()
    }

    @Test func `an upload goes on after each loss from where the server stands`() async throws {
        let file = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let store = Mutex<[UInt8]>([])
        let appends = Mutex(0)
        let server = try await ScriptedServer.start { request, _ in
            switch request.verb {
            case "upload.open": return .say(#"201 - {"upload":"U-1","at":0}"#)
            case "upload.show": return .say("200 - {\"at\":\(store.withLock { $0.count }),\"warnings\":[\"names a person\"]}")
            default:
                let count = appends.withLock { count in
                    count += 1
                    return count
                }
                // Lost before it arrives; later, twice, after it was stored: in the middle, and the very last.
                if count == 2 { return .close }
                let answer = store.withLock { stored -> String in
                    guard request["at"] == String(stored.count) else {
                        return #"420 - {"err":"upload/offset","msg":"Elsewhere.","retry":"no"}"#
                    }
                    stored += request.body ?? []
                    return "200 - {\"at\":\(stored.count)}"
                }
                return count == 4 || count == 6 ? .close : .say(answer)
            }
        }
        let client = client(server)
        let told = Mutex<[Int]>([])
        let outcome = try await ResumableUpload(client: client) { Array(file[$0..<$0 + $1]) }.run(
            .init(name: "report.pdf", mediaType: "application/pdf", size: file.count, digest: "00", key: "0123456789abcdef"),
            progress: { sent in told.withLock { $0.append(sent) } })
        #expect(outcome.upload == "U-1" && outcome.warnings == ["names a person"])
        #expect(store.withLock { $0 } == file)
        #expect(told.withLock { $0.first == 0 && $0.last == file.count && $0 == $0.sorted() })
        await client.close()
        try await server.stop()
    }
}
