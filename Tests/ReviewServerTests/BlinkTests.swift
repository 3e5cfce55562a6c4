import Postgres
import ReviewClient
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Synchronization
import Testing

/// What is done is answered as done, although PostgreSQL goes away right behind it; what has to follow from it follows later.
@Suite(.timeLimit(.minutes(15))) struct BlinkTests {
    /// A database that breaks every connection on which the daemon asks for something on its own account.
    private final class Blink: Sendable {
        private let isOn = Mutex(false)

        func turn(on: Bool) { isOn.withLock { $0 = on } }

        func enter(_ actor: ActorContext) -> SQL {
            let breaks = isOn.withLock { $0 } && actor.role == "system"
            return breaks ? "select pg_terminate_backend(pg_backend_pid())" : ReviewService.Service.enter(actor)
        }
    }

    private func withBlink(_ body: (TestHouse, Blink) async throws -> Void) async throws {
        var options = ServerOptions()
        options.time.suspensionPollMilliseconds = 50
        let blink = Blink()
        try await TestHouse.with(options: options, enter: { blink.enter($0) }) { try await body($0, blink) }
    }

    @Test func `who is suspended behind a blink is out as soon as that can be found out`() async throws {
        try await withBlink { house, blink in
            let (head, ngo) = (try await house.connect(as: "head"), try await house.connect(as: "ngo"))
            let pushes = ngo.pushes()
            let version = "\(try await head.send(Request("account.show", ["login": "ngo"])).result["ver"]?.integer ?? 0)"
            blink.turn(on: true)
            let suspended = try await head.send(Request("account.suspend", ["login": "ngo", "if": version, "reason": "a test"]))
            #expect(suspended.code == 200, "\(suspended.result)")
            blink.turn(on: false)
            #expect(await pushes.reduce(into: []) { $0.append($1.number) } == [199])
            await head.close()
        }
    }

    @Test func `who changes the password behind a blink goes on, and all others are out as soon as that can be found out`() async throws {
        try await withBlink { house, blink in
            let (desk, other) = (try await house.connect(as: "focal"), try await house.connect(as: "focal"))
            let pushes = other.pushes()
            blink.turn(on: true)
            let changed = try await desk.send(try Request.reading("account.password " + Cast.keys("another-password-2"), body: nil))
            #expect(changed.code == 200, "\(changed.result)")
            blink.turn(on: false)
            #expect(await pushes.reduce(into: []) { $0.append($1.number) } == [199])
            #expect(try await desk.send(Request("whoami")).result["login"]?.text == "focal")
            await desk.close()
        }
    }
}
