import Foundation
import ReviewModel
import ReviewNotice
import Testing

@Suite struct TemplateTests {
    static let directory =
        String(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")) + "/config/templates"

    /// The tags of a template, sorted, each once.
    private func keys(_ language: Language, _ name: String) throws -> [String] {
        let text = try String(contentsOfFile: "\(Self.directory)/\(language)/\(name).mustache", encoding: .utf8)
        return Set(text.matches(of: /\{\{\{?([#\/]?[a-z]+)\}?\}\}/).map { String($0.1) }).sorted()
    }

    @Test(arguments: NoticeKind.allCases.map(\.rawValue) + ["footer"]) func `every language says the same things`(name: String) throws {
        let english = try keys(.en, name)
        for language in Language.allCases {
            #expect(try keys(language, name) == english, "\(language)/\(name)")
        }
    }

    @Test(arguments: Language.allCases) func `every kind has a subject and a body of its own`(language: Language) throws {
        let templates = try NoticeTemplates(directory: Self.directory)
        let zone = try #require(Zone("Africa/Nairobi"))
        var subjects: Set<String> = []
        for kind in NoticeKind.allCases where kind != .digest {
            let facts = NoticeFacts(
                id: "K-0000000001", kind: kind, review: "R-0000000001", party: "Kenya", obligation: "B-0000000001", stage: "position",
                rule: "questionnaire", dueAt: UTCInstant(seconds: 1_809_410_400))
            let text = templates.text([facts], language: language, zone: zone)
            #expect(text.text.contains("R-0000000001") && text.text.contains("K-0000000001"))
            #expect(!text.text.contains("{{") && !text.subject.isEmpty && text.html.contains("lang=\"\(language)\""))
            subjects.insert(text.subject)
        }
        #expect(subjects.count == NoticeKind.allCases.count - 1)
    }

    @Test func `a date is told in the recipient's zone and midnight is the end of the day before`() throws {
        let templates = try NoticeTemplates(directory: Self.directory)
        let facts = NoticeFacts(
            id: "K-0000000001", kind: .reminder, review: "R-0000000001", party: "Kenya", obligation: "B-0000000001", stage: nil,
            rule: "questionnaire", dueAt: UTCInstant(seconds: 1_809_381_600))
        let vienna = templates.text([facts], language: .en, zone: try #require(Zone("Europe/Vienna"))).text
        #expect(vienna.contains("3 May 2027, 24:00 (Europe/Vienna)"))
        let nairobi = templates.text([facts], language: .fr, zone: try #require(Zone("Africa/Nairobi"))).text
        #expect(nairobi.contains("4 mai 2027, 01:00 (Africa/Nairobi)"))
    }

    @Test func `a digest names each notice`() throws {
        let templates = try NoticeTemplates(directory: Self.directory)
        let facts = (1...3).map { number in
            NoticeFacts(
                id: "K-000000000\(number)", kind: .reminder, review: "R-000000000\(number)", party: nil, obligation: "B-0000000001",
                stage: nil,
                rule: "questionnaire", dueAt: nil)
        }
        let text = templates.text(facts, language: .es, zone: try #require(Zone("UTC")))
        #expect(text.subject == "Sus avisos: 3")
        #expect((1...3).allSatisfy { text.text.contains("R-000000000\($0)") })
    }
}
