import ReviewWire
import Scripted
import Testing

@testable import reviewctl

/// What the page of `reviewctl home` asks for, by who looks at it.
@Suite struct HomeTests {
    private static func verb(_ name: String, _ arguments: String...) -> String {
        let list = arguments.map { "\"\($0)\"" }.joined(separator: ",")
        return #"150 - {"verb":"\#(name)","summary":"","mutates":false,"args":[\#(list)]}"#
    }

    private static func answer(_ request: Request, role: String, verbs: [String]) -> ScriptedServer.Move {
        switch request.verb {
        case "auth": .say(#"235 - {"login":"anybody"}"#)
        case "help": .say((verbs + [#"210 - {"n":\#(verbs.count)}"#]).joined(separator: "\n"))
        case "whoami": .say(#"200 - {"login":"anybody","role":"\#(role)"}"#)
        default: .say("210 - {\"n\":0}")
        }
    }

    @Test func `what is overdue stays on the desk of who owes it`() async throws {
        try await Desk.with { request, _ in
            Self.answer(
                request, role: "state", verbs: [Self.verb("obligation.list", "mine", "state", "asked"), Self.verb("outbox.list", "state")])
        } _: { desk in
            try desk.keep("focal")
            #expect(try await desk.run("home") == .done)
            let asked = desk.received("obligation.list")
            #expect(asked.map { $0["state"] } == ["open", "missed"])
            #expect(asked.allSatisfy { $0["mine"] == "yes" })
            #expect(desk.received("outbox.list").isEmpty)
        }
    }

    @Test func `an officer sees who asks for more time, what could not leave, and that the schedule is held`() async throws {
        try await Desk.with { request, _ in
            Self.answer(
                request, role: "secretariat",
                verbs: [Self.verb("obligation.list", "mine", "state", "asked"), Self.verb("outbox.list", "state")])
        } _: { desk in
            try desk.keep("officer")
            #expect(try await desk.run("home") == .done)
            #expect(desk.received("obligation.list").contains { $0["asked"] == "yes" })
            #expect(desk.received("outbox.list").map { $0["state"] } == ["dead"])
            #expect(desk.received("clock.show").count == 1)
        }
    }

    @Test func `what an older server does not know is left out, never asked for without its filter`() async throws {
        try await Desk.with { request, _ in
            Self.answer(request, role: "secretariat", verbs: [Self.verb("obligation.list", "mine", "state")])
        } _: { desk in
            try desk.keep("officer")
            #expect(try await desk.run("home") == .done)
            #expect(desk.received("obligation.list").allSatisfy { $0["mine"] == "yes" })
        }
    }
}
