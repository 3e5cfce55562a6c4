import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

@Suite struct SessionTests {
    @Test func `the greeting names what the channel offers`() async throws {
        try await TestHouse.with(peopled: false) { house in
            let connection = try RawConnection(to: house.address)
            let greeting = try #require(try await connection.line())
            #expect(greeting.hasPrefix(#"220 - {"proto":["rvw/1"],"auth":["scram-sha-256","token"],"tls":false,"time":"#))
        }
    }

    @Test func `commands are answered in order, with their tags, whatever they are`() async throws {
        try await TestHouse.with(peopled: false) { house in
            let connection = try RawConnection(to: house.address)
            try connection.send("@a hello proto=rvw/1\r\nPING\n@b nonsense\n@c ping x=1\n@d watch\n@e document.draft\n@f quit\n@g ping\n")
            let lines = try await connection.rest().dropFirst().map { String($0.prefix(6)) }
            #expect(lines == ["200 @a", "200 - ", "500 @b", "501 @c", "501 @d", "430 @e", "221 @f"])
        }
    }

    @Test func `a client that has said all it wants still gets every answer`() async throws {
        try await TestHouse.with(peopled: false) { house in
            let connection = try RawConnection(to: house.address)
            try connection.send((0..<200).map { "@\($0) party.list limit=3\n" }.joined())
            connection.finishSending()
            let lines = try await connection.rest()
            #expect(lines.filter { $0.code == "210" }.count == 200)
        }
    }

    @Test func `a body before login is skipped and what follows is served`() async throws {
        try await TestHouse.with(peopled: false) { house in
            let connection = try RawConnection(to: house.address)
            try connection.send("@a ping {5+}\nabcde\n@b ping\n@c quit\n")
            #expect(try await connection.rest().dropFirst().map { String($0.prefix(6)) } == ["461 @a", "200 @b", "221 @c"])
        }
    }

    @Test(arguments: ["ping\rx\n", "ping \u{0}\n", String(repeating: "x", count: 5000) + "\n", "\u{FEFF}ping\n"])
    func `lost framing is 520 and the end`(octets: String) async throws {
        try await TestHouse.with(peopled: false) { house in
            let connection = try RawConnection(to: house.address)
            try connection.send("@a ping\n" + octets + "@b ping\n")
            #expect(try await connection.rest().dropFirst().map(\.code) == ["200", "520"])
        }
    }

    @Test func `octets behind auth are 503 and the end, whatever auth itself would be answered`() async throws {
        try await TestHouse.with(peopled: false) { house in
            for auth in [
                "auth mech=token data=rvt_x", "auth", "auth mech=", "auth mech=rot13", "auth colour=blue", "AUTH mech=token mech=token",
                "auth.step", "auth.step data=eA==", "auth.step data=\"",
            ] {
                let connection = try RawConnection(to: house.address)
                try connection.send("@a \(auth)\n@b ping\n")
                #expect(try await connection.rest().dropFirst().map { String($0.prefix(6)) } == ["503 @a"], "\(auth)")
            }
        }
    }

    @Test func `a step without a beginning, an unknown mechanism and broken base64 are refused and the session goes on`() async throws {
        try await TestHouse.with(peopled: false) { house in
            let connection = try RawConnection(to: house.address)
            _ = try await connection.line()
            for (line, code) in [
                ("auth.step data=eA==", "503"), ("auth mech=plain data=eA==", "501"), ("auth mech=scram-sha-256 data=!", "501"),
                ("auth mech=scram-sha-256", "501"), ("auth mech=scram-sha-256-plus data=cD10bHM=", "501"), ("auth mech=external", "432"),
                ("auth mech=token data=rvt_x", "432"), ("unwatch watch=1", "410"), ("watch topic=all", "501"),
                ("watch topic=review/R-4KT9M2QX7C", "410"), ("watch topic=review/R-4KT9M2QX7C after=forged", "501"), ("ping", "200"),
            ] {
                try connection.send(line + "\n")
                #expect(try await connection.line()?.code == code, "\(line)")
            }
        }
    }

    @Test func `the same octets get the same answers wherever they are cut`() async throws {
        let script =
            "@a hello proto=rvw/1\r\n@b ping {3+}\nabc\n@c party.list limit=2\nnonsense\n@d ping a=1 a=2\n@e help verb=ping\n@f quit\n"
        try await TestHouse.with(peopled: false) { house in
            let octets = Array(script.utf8)
            let whole = try RawConnection(to: house.address)
            try whole.send(octets)
            let expected = try await whole.rest().dropFirst()
            for cut in 1..<octets.count {
                let connection = try RawConnection(to: house.address)
                try connection.send(Array(octets[..<cut]))
                // An answer to what is whole already may come now or later; the order is the same.
                try connection.send(Array(octets[cut...]))
                #expect(try await connection.rest().dropFirst() == expected, "cut at \(cut)")
            }
        }
    }
}
