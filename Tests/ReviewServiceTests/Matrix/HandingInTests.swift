import ReviewModel
import Support
import Testing

/// Who may hand in what, in each stage of `appeal-1`: every kind of document, tried by everyone, and taken from those alone who owe it or may
/// speak by a window.
@Suite struct HandingInTests {
    private static let speakers: Set = ["ngo", "survivors", "nhri", "expert", "officer"]

    /// By stage, what is taken beside contributions, and from whom. A delegate's version needs its focal point's clearing first.
    static let owed: [(stage: String, papers: [String: Set<String>])] = [
        ("nominations", [:]),
        ("self-assessment", ["self-assessment": ["focal"]]),
        ("desk-review", ["desk-review": ["expert", "reviewer"], "evidence": speakers.union(["igo"])]),
        ("visit", ["visit-report": ["officer"]]),
        ("draft-report", ["draft-report": ["expert", "reviewer"]]),
        ("comments", ["comments": ["focal"]]),
        ("dialogue", ["list-of-issues": ["expert", "reviewer"], "dialogue-record": ["officer"]]),
        ("adoption", ["report": ["expert", "reviewer"], "decision": ["officer"]]),
        ("position", ["position": ["focal"]]),
        ("follow-up", ["progress-report": ["focal"], "follow-up-report": ["expert"]]),
    ]

    @Test func `each paper is taken from exactly those whose it is, stage by stage`() async throws {
        try await PeopledService.with { house in
            let walk = try AppealWalk(house)
            let procedure = try await house.rows("public", "procedure.show procedure=appeal-1").compactMap { $0["stage"]?.text }
            #expect(Self.owed.map(\.stage) == procedure)
            for (stage, papers) in Self.owed {
                try await walk.walk(until: stage)
                for kind in DocumentKind.allCases.map(\.rawValue) {
                    var takenFrom: Set<String> = []
                    for who in house.actors.keys {
                        let line = "document.submit review=\(house.review) kind=\(kind) lang=en title=x dry=yes"
                        let reply = try await house.reply(who, line, body: "x")
                        if !reply.code.isRefusal { takenFrom.insert(who) }
                    }
                    #expect(takenFrom == (kind == "contribution" ? Self.speakers : papers[kind] ?? []), "\(kind) in \(stage)")
                }
            }
        }
    }
}
