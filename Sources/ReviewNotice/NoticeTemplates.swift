import Foundation
import Mustache
import ReviewModel

/// The texts of notices in every language: `<lang>/<kind>.mustache`, its first line the subject, `<lang>/footer.mustache`, and the words for
/// functions in `<lang>/functions.mustache`. Titles of obligations and stages are the procedure's own.
package struct NoticeTemplates: Sendable {
    /// Why the templates cannot be used, as a sentence.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    /// A message's words, before it has an address.
    package struct Text: Sendable, Equatable {
        package let subject: String
        package let text: String
        package let html: String
    }

    private let templates: [String: MustacheTemplate]
    private let page: MustacheTemplate
    private let procedures: [String: Procedure]

    /// Reads `config/templates`; throws when a language lacks a kind, so that nobody finds out on the day of a deadline. `procedures` by id.
    package init(directory: String, procedures: [String: Procedure]) throws {
        var templates: [String: MustacheTemplate] = [:]
        for language in Language.allCases {
            for name in NoticeKind.allCases.map(\.rawValue) + ["footer", "functions"] {
                templates["\(language)/\(name)"] = try Self.template("\(directory)/\(language)/\(name).mustache")
            }
        }
        self.templates = templates
        self.procedures = procedures
        page = try Self.template("\(directory)/page.mustache")
    }

    private static func template(_ path: String) throws -> MustacheTemplate {
        guard let octets = FileManager.default.contents(atPath: path) else { throw Fault(description: "there is no template \(path).") }
        do {
            return try MustacheTemplate(string: String(decoding: octets, as: UTF8.self))
        } catch {
            throw Fault(description: "the template \(path) cannot be read: \(error).")
        }
    }

    /// The words of one message; several notices make a digest.
    package func text(_ notices: [NoticeFacts], language: Language, zone: Zone) -> Text {
        let each = notices.map { lines($0.kind.rawValue, values($0, language, zone), language) }
        let isDigest = each.count != 1
        let head = isDigest ? lines(NoticeKind.digest.rawValue, isolated(["count": String(each.count)], language), language) : each[0]
        var paragraphs = head.dropFirst().map(\.self)
        if isDigest { paragraphs += each.map { "• " + $0.dropFirst().joined(separator: " ") } }
        paragraphs += lines("footer", isolated(["notices": notices.map(\.id).joined(separator: ", ")], language), language)
        let html = page.render(
            ["language": language.rawValue, "direction": language.isRightToLeft ? "rtl" : "ltr", "paragraphs": paragraphs] as [String: Any])
        return Text(subject: head.first ?? "", text: paragraphs.joined(separator: "\n\n") + "\n", html: html)
    }

    private func lines(_ name: String, _ values: [String: Any], _ language: Language) -> [String] {
        (templates["\(language)/\(name)"]?.render(values) ?? "").split(separator: "\n").map(String.init)
    }

    private func values(_ notice: NoticeFacts, _ language: Language, _ zone: Zone) -> [String: String] {
        let procedure = notice.procedure.flatMap { procedures[$0] }
        var values: [String: String] = [:]
        values["review"] = notice.review
        values["party"] = notice.party
        values["obligation"] = notice.obligation
        values["stage"] = notice.stage.map { procedure?.stage(StageName($0))?.title[language] ?? $0 }
        values["rule"] = notice.rule.map { rule in
            let answer = notice.stage.flatMap { procedure?.stage(StageName($0))?.window(WindowName(rule))?.respond }
            return (procedure?.obligation(ObligationName(rule))?.title ?? answer?.title)?[language] ?? rule
        }
        values["function"] = notice.rule.flatMap { Function(rawValue: $0) }.flatMap {
            lines("functions", [$0.rawValue: true], language).first
        }
        values["due"] = notice.dueAt.map { LocalTime.text($0, language: language, zone: zone) }
        return isolated(values, language)
    }

    /// In a text that runs from right to left each value stands apart from its surroundings (Unicode's FSI and PDI), so that a code or a date
    /// keeps its own direction.
    private func isolated(_ values: [String: String], _ language: Language) -> [String: String] {
        language.isRightToLeft ? values.mapValues { "\u{2068}\($0)\u{2069}" } : values
    }
}
