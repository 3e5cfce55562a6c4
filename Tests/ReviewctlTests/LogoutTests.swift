import Scripted
import Testing

@testable import reviewctl

/// What is left on a machine after one has logged out of it.
@Suite struct LogoutTests {
    /// A change that could not be sent, and an upload of each login that was not finished.
    private func leave(_ desk: Desk) async throws {
        try desk.keep("ann")
        await #expect(throws: (any Error).self) { try await desk.run("party", "note", "party=KEN", "--attempts", "1") }
        for login in ["ann", "ann-b"] {
            _ = try UploadJournal.key(server: desk.server.address.description, login: login, digest: String(repeating: "a", count: 64))
        }
    }

    private func unfinished() -> [String] { PrivateFile.names(in: Folders.uploads) }

    @Test(arguments: [false, true]) func `uploads of the login are forgotten, changes only when that is asked for`(isPurging: Bool)
        async throws
    {
        try await Desk.with { request, _ in
            request.verb == "party.note" ? .close : Desk.usual(request)
        } _: { desk in
            try await leave(desk)
            #expect(try Spool.entries().count == 1 && unfinished().count == 2)
            let status = isPurging ? try await desk.run("logout", "--purge") : try await desk.run("logout")
            #expect(status == .done)
            #expect(try Profile.load("default") == nil)
            #expect(try Spool.entries().count == (isPurging ? 0 : 1))
            #expect(unfinished().count == 1 && unfinished().allSatisfy { $0.contains("ann-b") })
        }
    }
}
