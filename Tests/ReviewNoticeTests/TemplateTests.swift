import Foundation
import ReviewModel
import ReviewNotice
import Testing

@Suite struct TemplateTests {
    static let directory =
        String(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")) + "/config/templates"

    private static func templates() throws -> NoticeTemplates {
        let file = directory.replacing("/templates", with: "/procedures/appeal-1.yaml")
        let appeal = try Procedure.load(yaml: String(contentsOfFile: file, encoding: .utf8))
        return try NoticeTemplates(directory: directory, procedures: [appeal.id: appeal])
    }

    /// The tags of a template, sorted, each once.
    private func keys(_ language: Language, _ name: String) throws -> [String] {
        let text = try String(contentsOfFile: "\(Self.directory)/\(language)/\(name).mustache", encoding: .utf8)
        return Set(text.matches(of: /\{\{\{?([#\/]?[a-z-]+)\}?\}\}/).map { String($0.1) }).sorted()
    }

    @Test(arguments: NoticeKind.allCases.map(\.rawValue) + ["footer", "functions"]) func `every language says the same things`(name: String)
        throws
    {
        let english = try keys(.en, name)
        for language in Language.allCases {
            #expect(try keys(language, name) == english, "\(language)/\(name)")
        }
    }

    @Test(arguments: Language.allCases) func `every kind has a subject and a body of its own`(language: Language) throws {
        let templates = try Self.templates()
        let zone = try #require(Zone("Africa/Nairobi"))
        var subjects: Set<String> = []
        for kind in NoticeKind.allCases where kind != .digest {
            let facts = NoticeFacts(
                id: "K-0000000001", kind: kind, review: "R-0000000001", party: "Kenya", procedure: "appeal-1", obligation: "B-0000000001",
                stage: "position", rule: "expert", dueAt: UTCInstant(seconds: 1_809_410_400))
            let text = templates.text([facts], language: language, zone: zone)
            #expect(text.text.contains("R-0000000001") != [.accreditationEnding, .accreditationEnded, .wayIn, .alarm].contains(kind))
            #expect(text.text.contains("K-0000000001") && text.html.contains("lang=\"\(language)\""))
            #expect(!text.text.contains("{{") && !text.text.contains("  ") && !text.text.contains("()") && !text.subject.isEmpty)
            #expect(text.html.contains("dir=\"\(language == .ar ? "rtl" : "ltr")\""))
            subjects.insert(text.subject)
        }
        #expect(subjects.count == NoticeKind.allCases.count - 1)
    }

    @Test func `a date is told in the recipient's zone and midnight is the end of the day before`() throws {
        let templates = try Self.templates()
        let facts = NoticeFacts(
            id: "K-0000000001", kind: .reminder, review: "R-0000000001", party: "Kenya", obligation: "B-0000000001", stage: nil,
            rule: "questionnaire", dueAt: UTCInstant(seconds: 1_809_381_600))
        let vienna = templates.text([facts], language: .en, zone: try #require(Zone("Europe/Vienna"))).text
        #expect(vienna.contains("3 May 2027, 24:00 (Europe/Vienna)"))
        let nairobi = templates.text([facts], language: .fr, zone: try #require(Zone("Africa/Nairobi"))).text
        #expect(nairobi.contains("4 mai 2027, 01:00 (Africa/Nairobi)"))
    }

    @Test(
        arguments: zip(
            [Language.ar, .zh, .en, .fr, .ru, .es],
            [
                ("استبيان التقييم الذاتي", "3 أيار/مايو 2027"), ("自我评估问卷", "2027年5月3日"), ("Self-assessment questionnaire", "3 May 2027"),
                ("Questionnaire d'auto-évaluation", "3 mai 2027"), ("Вопросник для самооценки", "3 мая 2027"),
                ("Cuestionario de autoevaluación", "3 de mayo de 2027"),
            ]))
    func `an obligation and its date are told in the reader's words`(language: Language, words: (title: String, date: String)) throws {
        let facts = NoticeFacts(
            id: "K-0000000001", kind: .reminder, review: "R-0000000001", party: "Kenya", procedure: "appeal-1",
            obligation: "B-0000000001", stage: "self-assessment", rule: "questionnaire", dueAt: UTCInstant(seconds: 1_809_381_600))
        let text = try Self.templates().text([facts], language: language, zone: try #require(Zone("Europe/Vienna")))
        #expect(text.subject.contains(words.title) && text.text.contains(words.title) && text.text.contains(words.date))
        #expect(!text.text.contains("questionnaire)"))
    }

    @Test func `in Arabic codes and dates keep their own direction`() throws {
        let facts = NoticeFacts(
            id: "K-0000000001", kind: .reminder, review: "R-0000000001", party: "Kenya", obligation: "B-0000000001", stage: nil,
            rule: "questionnaire", dueAt: nil)
        let text = try Self.templates().text([facts], language: .ar, zone: try #require(Zone("UTC")))
        #expect(text.text.contains("\u{2068}R-0000000001\u{2069}") && text.html.contains("\u{2068}B-0000000001\u{2069}"))
    }

    @Test func `a digest names each notice`() throws {
        let templates = try Self.templates()
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
