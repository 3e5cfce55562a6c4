import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

@Suite struct LoadTests {
    @Test func `peers that never read and peers that dawdle do not keep others from being served`() async throws {
        // How long they may take is the next test's; here a slow machine must not end them.
        var options = ServerOptions()
        options.time.idleSecondsBeforeLogin = 3600
        options.time.requestSecondsBeforeLogin = 3600
        try await TestHouse.with(options: options) { house in
            let review = try #require(house.bindings["review"]?.text)
            let silent = try (0..<50).map { _ in try RawConnection(to: house.address, receiveBufferBytes: 4096) }
            for connection in silent {
                // Asked for more than its own and the server's buffers hold, until nothing more is taken.
                for _ in 0..<30 where !connection.sendWithoutWaiting("help\n") { break }
            }
            let slow = try (0..<200).map { _ in try RawConnection(to: house.address) }
            for letter in ["p", "i"] {
                for connection in slow { try connection.send(letter) }
                let quick = try RawConnection(to: house.address)
                try quick.send("ping\nquit\n")
                #expect(try await quick.rest().map(\.code) == ["220", "200", "221"])
                // Somebody who logs in, reads and hands something in is served beside them all.
                let ngo = try await house.connect(as: "ngo")
                #expect(try await ngo.send(Request.reading("party.list limit=20", body: nil)).data.count == 20)
                let contribution = "document.submit review=\(review) kind=contribution lang=en title=\(letter)"
                #expect(try await ngo.send(Request.reading(contribution, body: "Heard.")).code == 201)
                await ngo.close()
            }
            for connection in slow { try connection.send("ng\n") }
            for connection in slow { #expect(try await connection.lines(2).last?.code == "200") }
            withExtendedLifetime(silent) {}
        }
    }

    @Test func `a peer that says nothing, or is too long about one line, is told and closed`() async throws {
        var options = ServerOptions()
        options.time.idleSecondsBeforeLogin = 1
        options.time.requestSecondsBeforeLogin = 1
        try await TestHouse.with(peopled: false, options: options) { house in
            for start in ["", "pin"] {
                let connection = try RawConnection(to: house.address)
                try connection.send(start)
                #expect(try await connection.rest().map(\.code) == ["220", "199"])
            }
        }
    }

    @Test func `one connection too many is told so`() async throws {
        var options = ServerOptions()
        (options.connections.totalMax, options.connections.countsLocal) = (1, true)
        try await TestHouse.with(peopled: false, options: options) { house in
            let first = try RawConnection(to: house.address)
            #expect(try await first.line()?.code == "220")
            let second = try RawConnection(to: house.address)
            #expect(try await second.rest().map(\.code) == ["450"])
        }
    }
}
