import ReviewClient
import ReviewWire
import Scripted
import Testing

@testable import reviewctl

/// A watch goes on from its cursor, however often and however long the server is away.
@Suite struct WatchTests {
    private static func event(_ cursor: String) -> String {
        #"190 * {"watch":1,"after":"\#(cursor)","event":"document.submitted","review":"R-4KT9M2QX7C","id":"D-4KT9M2QX7C"}"#
    }

    @Test func `a server that is away for long is waited for, and nothing is missed`() async throws {
        // The second to the seventh connection find nobody: more than one command tries.
        try await Desk.with { request, connection in
            if (2...7).contains(connection) { return .close }
            guard request.verb == "watch" else { return Desk.usual(request) }
            let pushed = #"200 - {"watch":1}"# + "\n" + Self.event(request["after"] == nil ? "one" : "two")
            return connection == 1 ? .sayAndClose(pushed) : .say(pushed)
        } _: { desk in
            try desk.keep("ngo")
            let status = try await Watch.$pause.withValue(Pause { _ in }) {
                try await desk.run("watch", "R-4KT9M2QX7C", "--count", "2")
            }
            #expect(status == .done)
            #expect(desk.received("watch").map { $0["after"] } == [nil, "one"])
            #expect(desk.server.connections == 8)
        }
    }

    @Test func `a server that was never there is told of at once`() async throws {
        try await Desk.with { _, _ in
            .close
        } _: { desk in
            try desk.keep("ngo")
            await #expect(throws: ClientError.self) { try await desk.run("watch", "R-4KT9M2QX7C", "--attempts", "1") }
            #expect(desk.server.connections == 1)
        }
    }
}
