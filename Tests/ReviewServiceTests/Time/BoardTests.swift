import ReviewModel
import Support
import Testing

/// Whose turn the board says it is where nothing is owed: what the procedure says, not what appeal-1 says.
@Suite struct BoardTests {
    @Test func `where only a word is missing, it is the turn of whoever the procedure gives it to`() async throws {
        let collegial = try ProcedureCatalog.appeal(replacing: [
            "leave: {when: [focal-point, experts], by: officer}": "leave: {when: [focal-point, experts], by: secretariat}"
        ])
        try await PeopledService.with(procedures: collegial) { house in
            let rows = try await house.rows("public", "board.show")
            #expect(rows.map { $0["turn"]?.text } == ["secretariat"])
        }
    }

    @Test func `nobody's word is awaited where the stage is left by itself`() async throws {
        let automatic = try ProcedureCatalog.appeal(replacing: [
            "leave: {when: [focal-point, experts], by: officer}": "leave: {when: [focal-point, experts]}",
            "        closes: with-stage\n        respond: &answer":
                "        closes: with-stage\n        open-at-least: 4 weeks\n        respond: &answer",
        ])
        try await PeopledService.with(procedures: automatic) { house in
            let rows = try await house.rows("public", "board.show")
            #expect(rows.map { $0["stage"]?.text } == ["nominations"])
            #expect(rows.map { $0["turn"]?.text } == [nil])
        }
    }
}
