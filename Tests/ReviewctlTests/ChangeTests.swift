import ReviewClient
import ReviewWire
import Scripted
import Testing

@testable import reviewctl

/// What changes something is done once, by who wrote it, however the connections end.
@Suite struct ChangeTests {
    @Test func `what one login left unsent is never sent as another`() async throws {
        try await Desk.with { request, connection in
            request.verb == "party.note" && connection == 1 ? .close : Desk.usual(request)
        } _: { desk in
            try desk.keep("alice")
            await #expect(throws: ClientError.self) { try await desk.run("party", "note", "party=KEN", "text=secret", "--attempts", "1") }
            try desk.keep("bob")
            #expect(try await desk.run("retry") == .done)
            await #expect { try await desk.run("retry", "1") } throws: { error in
                (error as? Failure)?.message.contains("1 is of alice") == true
            }
            #expect(desk.received("party.note").count == 1)
            try desk.keep("alice")
            #expect(try await desk.run("retry") == .done)
            let notes = desk.received("party.note")
            #expect(notes.count == 2 && notes[0].hasKey && notes[0] == notes[1])
            #expect(try Spool.entries().isEmpty)
        }
    }

    @Test func `what may have been done stays in the spool, whatever ends the trying`() async throws {
        try await Desk.with { request, connection in
            switch request.verb {
            case "party.note": .close
            case "auth" where connection > 1: .say(#"432 - {"err":"session/credentials","msg":"No.","retry":"no"}"#)
            default: Desk.usual(request)
            }
        } _: { desk in
            try desk.keep("alice")
            await #expect { try await desk.run("party", "note", "party=KEN") } throws: { ($0 as? Failure)?.status == .loginNeeded }
            #expect(try Spool.entries().map(\.state) == [.unsent])
            #expect(try Spool.entries().map(\.key) == desk.received("party.note").map { $0["key"] })
        }
    }

    @Test func `a verb that help does not name goes with a key, and a trial run without`() async throws {
        try await Desk.with { request, connection in
            switch request.verb {
            case "help": .say(#"431 - {"err":"session/role","msg":"No.","retry":"no"}"#)
            case "party.note" where connection == 1: .close
            default: Desk.usual(request)
            }
        } _: { desk in
            try desk.keep("alice")
            #expect(try await desk.run("party", "note", "party=KEN") == .done)
            #expect(try await desk.run("party", "note", "party=KEN", "dry=yes") == .done)
            let notes = desk.received("party.note")
            #expect(notes.map(\.hasKey) == [true, true, false] && notes[0] == notes[1])
        }
    }

    @Test func `a trial submission has no key and uploads nothing`() async throws {
        try await Desk.with { request, _ in
            Desk.usual(request)
        } _: { desk in
            try desk.keep("alice")
            let text = try desk.file("text.md", Array("A text.".utf8))
            #expect(try await desk.run("submit", text, "review=R-1", "dry=yes") == .done)
            let sent = desk.received("document.submit")
            #expect(sent.map(\.hasKey) == [false] && sent.map(\.body) == [Array("A text.".utf8)])
            let picture = try desk.file("picture.png", [0x89, 0, 0xFF])
            await #expect { try await desk.run("submit", picture, "review=R-1", "dry=yes") } throws: { ($0 as? Failure)?.status == .usage }
            #expect(desk.received("upload.open").isEmpty && desk.received("document.submit").count == 1)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a connection on which the login fails is closed`() async throws {
        try await Desk.with { request, _ in
            request.verb == "auth" ? .say(#"432 - {"err":"session/credentials","msg":"No.","retry":"no"}"#) : Desk.usual(request)
        } _: { desk in
            try desk.keep("alice")
            let session = try Session(Options.parse([]))
            await #expect { try await session.client.open() } throws: { ($0 as? Failure)?.status == .loginNeeded }
            var closings = desk.server.closings.makeAsyncIterator()
            #expect(await closings.next() == 1)
        }
    }
}
