import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

@Suite(.timeLimit(.minutes(15))) struct SuspensionTests {
    /// With a poll so late that only a command itself can end a session in time.
    private func withoutPoll(_ body: (TestHouse) async throws -> Void) async throws {
        var options = ServerOptions()
        options.time.suspensionPollMilliseconds = 3_600_000
        try await TestHouse.with(options: options, body)
    }

    /// What a connection is told until it is closed.
    private func notices(_ pushes: AsyncStream<ServerLine>) async -> [Int] {
        await pushes.reduce(into: []) { $0.append($1.number) }
    }

    private func token(of connection: ReviewConnection) async throws -> (id: String, secret: String) {
        let made = try await connection.send(Request("token.create", ["label": "phone"])).orThrow().result
        return (try #require(made["id"]?.text), try #require(made["token"]?.text))
    }

    @Test func `who is suspended by a command of this daemon is out before the command is answered`() async throws {
        try await withoutPoll { house in
            let (head, ngo) = (try await house.connect(as: "head"), try await house.connect(as: "ngo"))
            let pushes = ngo.pushes()
            let organisation = try await head.send(Request("organisation.show", ["organisation": "lantern"]))
            let version = "\(organisation.result["ver"]?.integer ?? 0)"
            try await head.send(Request("organisation.suspend", ["organisation": "lantern", "if": version, "reason": "a test"])).orThrow()
            #expect(await notices(pushes) == [199])
            #expect(!ngo.isOpen)
            await head.close()
        }
    }

    @Test func `who changes the password goes on, and all others who came in by the old one or a token are out`() async throws {
        try await withoutPoll { house in
            let (desk, other) = (try await house.connect(as: "focal"), try await house.connect(as: "focal"))
            let phone = try await ReviewConnection.connect(to: house.address)
            try await phone.logIn(token: token(of: desk).secret)
            let pushes = [other.pushes(), phone.pushes()]
            try await desk.send(try Request.reading("account.password " + Cast.keys("another-password-2"), body: nil)).orThrow()
            for pushes in pushes { #expect(await notices(pushes) == [199]) }
            #expect(try await desk.send(Request("whoami")).result["login"]?.text == "focal")
            await desk.close()
        }
    }

    @Test func `a login that another daemon has ended makes no other way in until the poll ends its sessions`() async throws {
        try await withoutPoll { house in
            let (lead, desk) = (try await house.connect(as: "lead"), try await house.connect(as: "focal"))
            let phone = try await ReviewConnection.connect(to: house.address)
            let token = try await token(of: desk)
            try await phone.logIn(token: token.secret)
            #expect(try await house.elsewhere("focal", "token.revoke token=\(token.id)").code == .done)
            #expect(try await phone.send(Request("token.create", ["label": "another"])).refusal?.err == .sessionCredentials)
            #expect(try await desk.send(Request("token.create", ["label": "another"])).code == 201, "the desk came in by password")
            for login in ["focal", "lead"] {
                #expect(try await house.elsewhere(login, "account.password " + Cast.keys("another-password-2")).code == .done)
            }
            let again = try Request.reading("account.password " + Cast.keys("another-password-3"), body: nil)
            for (connection, request) in [
                (desk, again), (phone, again), (desk, Request("token.create", ["label": "another"])), (lead, Request("invitation.make")),
            ] {
                #expect(try await connection.send(request).refusal?.err == .sessionCredentials, "\(request.verb)")
            }
            for connection in [lead, desk, phone] { await connection.close() }
        }
    }

    @Test func `whoever ends the login of their own session is answered first, and is out then`() async throws {
        try await withoutPoll { house in
            let desk = try await house.connect(as: "focal")
            let (first, second) = (try await token(of: desk), try await token(of: desk))
            for (token, line) in [
                (first, "token.revoke token=\(first.id)"), (second, "account.password " + (try Cast.keys("another-password-2"))),
            ] {
                let phone = try await ReviewConnection.connect(to: house.address)
                try await phone.logIn(token: token.secret)
                let pushes = phone.pushes()
                #expect(try await phone.send(try Request.reading(line, body: nil)).code == 200, "\(line)")
                #expect(await notices(pushes) == [199], "\(line)")
            }
            await desk.close()
        }
    }

    @Test func `a session ends within the poll when its token is revoked or its password replaced, whichever daemon did it`() async throws {
        var options = ServerOptions()
        options.time.suspensionPollMilliseconds = 50
        try await TestHouse.with(options: options) { house in
            let (desk, bystander) = (try await house.connect(as: "focal"), try await house.connect(as: "ngo"))
            let token = try await token(of: desk)
            let phone = try await ReviewConnection.connect(to: house.address)
            try await phone.logIn(token: token.secret)
            let (phonePushes, deskPushes) = (phone.pushes(), desk.pushes())
            #expect(try await house.elsewhere("focal", "token.revoke token=\(token.id)").code == .done)
            #expect(await notices(phonePushes) == [199])
            #expect(try await desk.send(Request("whoami")).result["login"]?.text == "focal", "the token's end is not the password's")
            #expect(try await house.elsewhere("focal", "account.password " + Cast.keys("another-password-2")).code == .done)
            #expect(await notices(deskPushes) == [199])
            #expect(try await bystander.send(Request("whoami")).result["login"]?.text == "ngo")
            await bystander.close()
        }
    }
}
