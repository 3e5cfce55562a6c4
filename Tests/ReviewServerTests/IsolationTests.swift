import Foundation
import ReviewModel
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Testing

@testable import ReviewNotice

/// Two cycles live side by side in one installation, and nothing that leaves the house for one names the other.
@Suite(.serialized, .enabled(if: PythonTools.areHere))
struct IsolationTests {
    /// A mail as Python's email package reads it.
    private struct Mail: Decodable {
        let headers: [String: String]
        let plain: String
        let html: String

        var subject: String { headers["Subject"] ?? "" }
        var to: String { headers["To"].map { String($0.prefix { $0 != "@" }) } ?? "" }
        /// Without the day on which it left.
        var text: String { headers.filter { $0.key != "Date" }.map { "\($0): \($1)" }.sorted().joined(separator: "\n") + plain + html }
    }

    /// Something that left the house, for somebody; of nobody in particular what both circles' head gets.
    private struct Leaving {
        let who: String
        let circle: String?
        let text: String
    }

    private static let languages: [Language] = [.fr, .ar, .en]
    private static let secret = "webhook-secret-1"

    @Test func `nothing that leaves names a review, a person, an organisation or a date of another cycle`() async throws {
        try await Post.with { post in
            let made = try SelfSigned(host: "localhost", validFromSeconds: time(nil))
            let server = try WebhookServer(certificate: made.certificatePEM, key: made.keyPEM, secret: Self.secret)
            var circles = [
                try Circle(word: "teranga", .fr, "Africa/Dakar", "SEN", reviewedBy: "MLI", from: "2026-11-02", post),
                try Circle(word: "petra", .ar, "Asia/Amman", "JOR", reviewedBy: "LBN", from: "2027-01-18", post),
            ]
            for (index, path) in ["ok", "accepted"].enumerated() {
                try await circles[index].form()
                try await circles[index].call("https://localhost:\(server.port)/\(path)", secret: Self.secret)
            }
            try await post.set(
                "insert into notice_preference (account, mail) select id, 'head@example.org' from account where login = 'head'")
            let folder = FileManager.default.temporaryDirectory.path + "/reviewd-spool-\(UUID().uuidString)"
            let reach = Reach(opened: ["127.0.0.0/8"].compactMap(AddressBlock.init))
            let calls = WebhookCall.Options(authorities: server.authorities, reach: reach)
            try await Self.live(circles, try post.deliverer(Spool(directory: folder), isRehearsal: false, webhooks: calls))
            let mails = try Self.mails(folder)
            try FileManager.default.removeItem(atPath: folder)
            let called = try server.taken()
            try server.close()
            for (circle, path) in zip(circles, ["/ok", "/accepted"]) {
                #expect(called.filter { $0.path == path && $0.verified }.count > 10, "\(circle.word)")
            }
            try await Self.expectAlive(circles, mails)
            Self.expectOneLanguage(circles, mails)
            var leavings = mails.map { mail in
                Leaving(who: mail.to, circle: circles.first { $0.logins.contains(mail.to) }?.word, text: mail.text)
            }
            leavings += called.map { Leaving(who: $0.path, circle: circles[$0.path == "/ok" ? 0 : 1].word, text: $0.body) }
            for circle in circles { leavings += try await Self.desk(of: circle, post) }
            leavings += try await Self.desk("head", nil, post)
            try await Self.expectApart(leavings, circles)
        }
    }

    /// Lets the years of both pass, each thing on its day, and delivers what is due after each.
    private static func live(_ circles: [Circle], _ deliverer: Deliverer) async throws {
        var steps = circles.flatMap { circle in Circle.years.map { (at: circle.moment($0.day), circle: circle, step: $0) } }
        steps.sort { $0.at < $1.at }
        for (at, circle, step) in steps {
            try await circle.say("head", "clock.advance to=\(at.rfc3339)")
            try await circle.say(step.who, step.line, body: step.body)
            while try await deliverer.pass() > 0 {}
        }
        for circle in circles {
            try await circle.say("head", "clock.advance to=\(circle.moment(Circle.lastDay).rfc3339)")
            while try await deliverer.pass() > 0 {}
        }
    }

    private static func mails(_ folder: String) throws -> [Mail] {
        try JSONDecoder().decode([Mail].self, from: PythonTools.run("mails.py", input: Array(folder.utf8)))
    }

    /// What one person can fetch, without the moments at which it was written; what is the whole secretariat's piece by piece.
    private static func desk(_ login: String, _ circle: String?, _ post: Post) async throws -> [Leaving] {
        var leavings: [Leaving] = []
        for line in ["notice.list limit=1000", "outbox.list limit=1000", "calendar.export"] {
            let text = String(decoding: try await post.house.elsewhere(login, line).encoded(tag: nil), as: UTF8.self)
                .replacing(#/"(created|next_attempt|settled)_at":"[^"]*"|DTSTAMP:[^\r]*/#, with: "")
            // The secretariat names experts in every review.
            let isOwn = circle != nil && !(line == "calendar.export" && login.hasSuffix("-officer"))
            let pieces = isOwn ? [text] : text.replacing("BEGIN:VEVENT", with: "\n").split(separator: "\n").map(String.init)
            leavings += pieces.map { Leaving(who: login, circle: isOwn ? circle : nil, text: $0) }
        }
        return leavings
    }

    private static func desk(of circle: Circle, _ post: Post) async throws -> [Leaving] {
        var leavings: [Leaving] = []
        for login in circle.logins { leavings += try await desk(login, circle.word, post) }
        return leavings
    }

    /// Each was told of everything that happens in these years, and each mail that tells of a review of one's own names it.
    private static func expectAlive(_ circles: [Circle], _ mails: [Mail]) async throws {
        for circle in circles {
            let kinds = try await circle.post.texts("select distinct kind from notice where review = \(circle.review)")
            #expect(Set(kinds).isSuperset(of: Circle.kinds.map(\.rawValue)), "\(circle.word): \(kinds)")
            let own = mails.filter { circle.logins.contains($0.to) }
            #expect(own.count > 30, "\(circle.word): \(own.count)")
            for mail in own { #expect(mail.text.contains(circle.review), "\(mail.to): \(mail.subject)") }
            #expect(own.contains { $0.to.hasSuffix("-deputy") && $0.plain.matches(of: /K-[0-9A-Z]{10}/).count > 1 }, "no digest")
        }
    }

    /// Subjects hold nothing of another language's templates.
    private static func expectOneLanguage(_ circles: [Circle], _ mails: [Mail]) {
        let fragments = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, subjectWords(of: $0)) })
        for mail in mails {
            let language = circles.first { $0.logins.contains(mail.to) }?.language ?? .en
            #expect(mail.headers["Content-Language"] == language.rawValue && mail.html.contains("lang=\"\(language)\""))
            let (own, text) = (fragments[language] ?? [], mail.text)
            #expect(own.contains { mail.subject.contains($0) }, "\(mail.to): \(mail.subject)")
            for (other, words) in fragments where other != language {
                for word in words.subtracting(own) where holds(text, word) { Issue.record("\(mail.to) reads \(other): \(word)") }
            }
        }
    }

    /// What stands fixed in the subjects of a language.
    private static func subjectWords(of language: Language) -> Set<String> {
        var words: Set<String> = []
        for kind in NoticeKind.allCases {
            let path = TestCluster.root + "/config/templates/\(language)/\(kind.rawValue).mustache"
            let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let subject = text.prefix { $0 != "\n" }.split(separator: /\{\{\{?[^}]*\}?\}\}/)
            words.formUnion(subject.map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0.filter(\.isLetter).count > 3 })
        }
        return words
    }

    private static func expectApart(_ leavings: [Leaving], _ circles: [Circle]) async throws {
        let words = try await [circles[0].words(), circles[1].words()]
        let dates = try await [dates(circles[0], circles), dates(circles[1], circles)]
        for (index, circle) in circles.enumerated() {
            let foreign = words[1 - index].union(dates[1 - index].subtracting(dates[index]))
            for leaving in leavings {
                let isOwn = leaving.circle == circle.word || leaving.circle == nil && leaving.text.contains(circle.review)
                guard isOwn else { continue }
                for word in foreign where names(word, leaving.text) { Issue.record("\(leaving.who) reads \(word): \(leaving.text)") }
            }
        }
        #expect(leavings.contains { $0.circle == nil && $0.text.contains(circles[0].review) })
    }

    /// The days that one circle is told of, in every way in which a person or a program of either is told them.
    private static func dates(_ circle: Circle, _ circles: [Circle]) async throws -> Set<String> {
        var dates: Set<String> = []
        for moment in try await circle.moments() {
            dates.insert(String(moment.rfc3339.prefix(10)))
            dates.insert(moment.rfc3339.filter { $0 != "-" && $0 != ":" })
            for zone in (circles.map(\.zone) + ["UTC"]).compactMap({ Zone($0) }) {
                for language in languages {
                    let text = LocalTime.text(moment, language: language, zone: zone)
                    dates.insert(String(text.prefix { $0 != "," }))
                }
            }
        }
        return dates
    }

    /// Whether the text holds that word, and not as a part of a longer one.
    private static func names(_ word: String, _ text: String) -> Bool {
        guard holds(text, word) else { return false }
        return text.ranges(of: word).contains { range in
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
            let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
            return !before.isLetter && !before.isNumber && !after.isLetter && !after.isNumber
        }
    }

    /// The same anywhere, as fast as so many words in so many texts want it.
    private static func holds(_ text: String, _ word: String) -> Bool {
        text.withCString { text in word.withCString { strstr(text, $0) != nil } }
    }
}
