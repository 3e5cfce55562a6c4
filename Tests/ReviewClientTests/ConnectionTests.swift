import ReviewClient
import ReviewWire
import Scripted
import Synchronization
import Testing

@Suite struct ConnectionTests {
    @Test func `replies come back in the order of the requests, pushes beside them`() async throws {
        let server = try await ScriptedServer.start { request, _ in
            let tag = request.tag.map { "@" + $0 } ?? "-"
            return .say("150 \(tag) {\"verb\":\"\(request.verb)\"}\n210 \(tag) {\"n\":1}\n190 * {\"event\":\"\(request.verb)\"}")
        }
        let connection = try await ReviewConnection.connect(to: server.address)
        var pushes = connection.pushes().makeAsyncIterator()
        var tagged = Request("three")
        tagged.tag = "a-3"
        let replies = try await connection.send([Request("one"), Request("two"), tagged])
        #expect(try replies.map { try $0.rows()[0]["verb"]?.text } == ["one", "two", "three"])
        #expect(replies.map(\.final.tag) == [nil, nil, "a-3"])
        for verb in ["one", "two", "three"] {
            #expect(try await pushes.next()?.value()["event"]?.text == verb)
        }
        await connection.close()
        #expect(await pushes.next() == nil)
        try await server.stop()
    }

    @Test func `the greeting is kept, and a refusal in its place is thrown`() async throws {
        let server = try await ScriptedServer.start { _, _ in .nothing }
        let connection = try await ReviewConnection.connect(to: server.address)
        #expect(connection.greeting["time"]?.text == "2026-11-23T16:40:00Z")
        let full = try await ScriptedServer.start(
            greeting: #"450 - {"err":"session/busy","msg":"Too many connections.","retry":"after:5"}"#
        ) { _, _ in .nothing }
        await #expect(throws: ClientError.refused(Refusal(.sessionBusy, "Too many connections.", retry: .after(5)))) {
            try await ReviewConnection.connect(to: full.address)
        }
        try await server.stop()
        try await full.stop()
    }

    @Test func `an address where nobody listens does not spoil the one that is reached`() async throws {
        let server = try await ScriptedServer.start { _, _ in .say("200 - {}") }
        guard case .tcp(_, let port) = server.address else { return }
        let connection = try await ReviewConnection.connect(to: .tcp(host: "both.example", port: port), resolver: BothLoopbacks())
        #expect(try await connection.send(Request("ping")).isDone)
        await connection.close()
        try await server.stop()
    }

    @Test(.timeLimit(.minutes(1))) func `a connection whose greeting cannot be read is closed`() async throws {
        let server = try await ScriptedServer.start(greeting: "220 - {proto}") { _, _ in .nothing }
        await #expect(throws: ClientError.self) { try await ReviewConnection.connect(to: server.address) }
        var closings = server.closings.makeAsyncIterator()
        #expect(await closings.next() == 1)
        try await server.stop()
    }

    @Test func `a server that speaks something else is told apart`() async throws {
        let mail = try await ScriptedServer.start(greeting: "220 mail.example.net ESMTP") { _, _ in .nothing }
        await #expect(throws: ClientError.notOurProtocol("malformed")) { try await ReviewConnection.connect(to: mail.address) }
        try await mail.stop()
    }

    @Test func `a lost connection answers everyone who waits, once`() async throws {
        let server = try await ScriptedServer.start { request, _ in request.verb == "last" ? .close : .nothing }
        let connection = try await ReviewConnection.connect(to: server.address)
        let waiting = [Request("first"), Request("second"), Request("last")].map(connection.start)
        for reply in waiting {
            await #expect(throws: ClientError.lost(because: "the server closed it")) { try await reply.get() }
        }
        await #expect(throws: ClientError.closed) { try await connection.send(Request("more")) }
        try await server.stop()
    }

    @Test func `a large document streams through in bounded memory and whole`() async throws {
        let chunk = [UInt8](repeating: 0x78, count: 1 << 18)
        let server = try await ScriptedServer.start { _, _ in
            var writer = ReplyWriter(tag: nil)
            for number in 0..<64 { writer.chunk(chunk, members: [("from", .int(Int64(number << 18)))]) }
            writer.line(.done, [:])
            return .octets(writer.bytes)
        }
        let connection = try await ReviewConnection.connect(to: server.address)
        var count = 0
        let reply = try await connection.stream(Request("document.get")) { line in
            #expect(line.raw == chunk)
            count += 1
            await Task.yield()
        }
        #expect(reply.isDone && reply.data.isEmpty && count == 64)
        await connection.close()
        try await server.stop()
    }

    @Test func `login by password proves both sides`() async throws {
        let credential = try ScramCredential.make(password: "correct horse", iterations: 4096)
        let scram = Mutex(ScramServer(mechanism: .sha256, channelBinding: nil))
        let server = try await ScriptedServer.start { request, _ in
            let message = request["data"].flatMap { Base64.decode($0) } ?? []
            do {
                return try scram.withLock { scram in
                    if request.verb == "auth" {
                        scram = ScramServer(mechanism: .sha256, channelBinding: nil)
                        _ = try scram.begin(message)
                        return .say("334 - {\"data\":\"\(Base64.encode(try scram.challenge(credential)))\"}")
                    }
                    return .say("235 - {\"login\":\"focal\",\"data\":\"\(Base64.encode(try scram.final(message)))\"}")
                }
            } catch {
                return .say(#"432 - {"err":"session/credentials","msg":"No.","retry":"no"}"#)
            }
        }
        let connection = try await ReviewConnection.connect(to: server.address)
        await #expect(throws: ClientError.refused(Refusal(.sessionCredentials, "No."))) {
            try await connection.logIn(login: "focal", password: "wrong")
        }
        #expect(try await connection.logIn(login: "focal", password: "correct horse")["login"]?.text == "focal")
        await connection.close()
        try await server.stop()
    }

    @Test func `a server that cannot prove that it knows the password is not believed`() async throws {
        let server = try await ScriptedServer.start { request, _ in
            guard request.verb == "auth", let first = request["data"].flatMap({ Base64.decode($0) }) else {
                return .say("235 - {\"login\":\"focal\",\"data\":\"\(Base64.encode(Array("v=AAAA".utf8)))\"}")
            }
            let nonce = String(decoding: first, as: UTF8.self).split(separator: "r=").last ?? ""
            return .say("334 - {\"data\":\"\(Base64.encode(Array("r=\(nonce)more,s=QSXCR+Q6sek8bf92,i=4096".utf8)))\"}")
        }
        let connection = try await ReviewConnection.connect(to: server.address)
        await #expect { try await connection.logIn(login: "focal", password: "secret") } throws: { error in
            if case .login? = error as? ClientError { true } else { false }
        }
        await connection.close()
        try await server.stop()
    }
}
