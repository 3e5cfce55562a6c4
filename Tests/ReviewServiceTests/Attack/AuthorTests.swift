import ReviewService
import Support
import Testing

/// Whose a hidden contribution is, where many may read it: the house in which one organisation wrote it looks like the house in which another did.
@Suite struct AuthorTests {
    /// Everyone but the two authors and the officer.
    static let curious = [
        "delegate", "focal", "lead", "reviewer", "outsider", "nhri", "expert", "clerk", "head", "bystander", "igo", "public",
    ]

    static let twins = Task { () -> (one: [String: [String]], other: [String: [String]]) in
        try await (views("survivors"), views("ngo"))
    }

    private static func views(_ author: String) async throws -> [String: [String]] {
        try await PeopledService.with { try await TwinHouse($0, hiddenBy: author).views(of: curious) }
    }

    /// What a reader tries out stands at one instant, and there in the order of its random identifiers, the last row with the last page.
    private static func unordered(_ view: [String]) -> [String] {
        view.map { $0.replacing(#/cursor of \d+/#, with: "").replacing(#/,"next":\d+/#, with: "") }.sorted()
    }

    @Test(arguments: curious) func `two houses look the same, whoever wrote what is hidden in them`(who: String) async throws {
        let twins = try await Self.twins.value
        let (one, other) = (twins.one[who] ?? [], twins.other[who] ?? [])
        #expect(!one.isEmpty && one.count == other.count, "\(who) walks lists of different lengths")
        for (one, other) in zip(Self.unordered(one), Self.unordered(other)) { #expect(one == other, "\(who)") }
    }

    @Test func `the officer does see the difference, so that the test can tell`() async throws {
        for (author, organisation) in [("survivors", "open-door"), ("ngo", "lantern")] {
            try await PeopledService.with { house in
                let twin = try await TwinHouse(house, hiddenBy: author)
                let shown = try await house.reply("officer", "document.show document=\(twin.hidden)")
                #expect(shown.json["organisation"]?.text == organisation)
            }
        }
    }

    @Test func `the delegate reads what is hidden in them`() async throws {
        let seen = try await Self.twins.value.one["delegate"] ?? []
        #expect(seen.contains { $0.contains("\"source_hidden\":true") && $0.contains("\"title\":\"One\"") })
    }
}
