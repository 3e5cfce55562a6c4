import Foundation
import Postgres
import ReviewClient
import ReviewModel
import ReviewNotice
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Testing

/// What people type reaches no mail, no calendar and no call, and so can be no header, no markup and no template there.
@Suite(.serialized) struct InjectionTests {
    private static let marker = "ZZHOSTILEZZ"
    /// Each as a client would write it into a JSON string.
    static let texts = [
        #"\n\nBcc: victim@example.org \#(marker)"#, #"{{{review}}} {{#notices}}\#(marker){{/notices}}"#,
        #"=?UTF-8?B?DQpCY2M6IHg=?= \#(marker)"#,
        #"<script>\#(marker)</script> & \\\"quoted\\\" END:VEVENT"#, #"\tBEGIN:VCALENDAR;\#(marker),\\n"#,
    ]
    /// What no text of a person may hold: controls, breaks of lines that some programs know, and marks that turn the direction of writing.
    static let refused = [
        #"a\rb"#, #"a\u001bb"#, #"a\u0085b"#, #"a\u2028b"#, #"a\u2029b"#, #"a\u202eb"#, #"a\u2066b"#, #"\u200b"#, #"\u2060\u00ad"#,
    ]

    private struct House {
        let post: Post
        private let connections: [String: ReviewConnection]

        init(_ post: Post) async throws {
            self.post = post
            var connections: [String: ReviewConnection] = [:]
            for who in ["head", "officer", "focal", "lead", "ngo"] { connections[who] = try await post.house.connect(as: who) }
            self.connections = connections
        }

        func say(_ who: String, _ line: String, body: String? = nil) async throws -> ServerReply {
            guard let connection = connections[who] else { throw TranscriptProblem("nobody is \(who)") }
            return try await connection.send(Request.reading(line, body: body))
        }

        @discardableResult
        func done(_ who: String, _ line: String, body: String? = nil) async throws -> JSONValue {
            try await say(who, line, body: body).orThrow().result
        }

        func close() async { for connection in connections.values { await connection.close() } }
    }

    /// Every place where people type something that others are told of.
    private func type(_ text: String, _ house: House) async throws {
        let review = house.post.first.description
        try await house.done("head", "organisation.register name=hostile title=\"\(text)\" class=cso kind=ngo")
        try await house.done("head", "cycle.create title=\"\(text)\" procedure=appeal-1 instruments=TIP starts_on=2026-11-02")
        try await house.done("ngo", "document.submit review=\(review) kind=contribution lang=en title=\"\(text)\"", body: "A text.")
        let version = try await house.done("officer", "review.show review=\(review)")["ver"]?.integer ?? 0
        try await house.done("officer", "review.advance review=\(review) if=\(version)")
        let owed =
            try await house.say("focal", "obligation.list review=\(review) mine=yes state=open").rows()
            .first { $0["rule"]?.text == "questionnaire" }?["id"]?.text ?? ""
        try await house.done("focal", "obligation.extend obligation=\(owed) days=10 reason=\"\(text)\"")
        try await house.done("officer", "obligation.refuse obligation=\(owed) if=1 reason=\"\(text)\"")
        try await house.done("focal", "obligation.extend obligation=\(owed) days=10 reason=\"\(text)\"")
        try await house.done("officer", "obligation.grant obligation=\(owed) if=2 reason=\"\(text)\" context=\"\(text)\"")
        let held = try await house.say("focal", "nomination.list review=\(review) function=focal-point").rows().first
        let handover = "nomination.handover nomination=\(held?["id"]?.text ?? "") if=\(held?["ver"]?.integer ?? 0) account=lead"
        try await house.done("lead", "\(handover) note_verbale=\"\(text)\"")
        let ver = try await house.done("officer", "obligation.show obligation=\(owed)")["ver"]?.integer ?? 0
        try await house.done("officer", "obligation.waive obligation=\(owed) if=\(ver) reason=\"\(text)\"")
        try await house.done("head", "schedule.hold reason=\"\(text)\"")
        try await house.done("head", "schedule.release reason=\"\(text)\"")
        try await house.done("head", "token.create label=\"\(text)\"")
    }

    @Test(arguments: texts) func `a text of people stands in no message`(text: String) async throws {
        try await Post.with { post in
            try await post.set("update account set language = (array['ar', 'zh', 'en', 'fr', 'ru', 'es'])[1 + abs(hashtext(login)) % 6]")
            let house = try await House(post)
            try await type(text, house)
            let calendar = try await house.say("lead", "calendar.export").chunks
            #expect(!String(decoding: calendar, as: UTF8.self).contains(Self.marker))
            let folder = FileManager.default.temporaryDirectory.path + "/reviewd-spool-\(UUID().uuidString)"
            #expect(try await post.deliverer(Spool(directory: folder), isRehearsal: true).pass() > 5)
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let mail = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                let parts = mail.components(separatedBy: "\r\n\r\n").dropFirst().map { $0.components(separatedBy: "\r\n--")[0] }
                let decoded = parts.compactMap { Data(base64Encoded: $0, options: .ignoreUnknownCharacters) }.map {
                    String(decoding: $0, as: UTF8.self)
                }
                #expect(decoded.count >= 2)
                for said in [mail] + decoded { #expect(!said.contains(Self.marker) && !said.contains("victim@") && !said.contains("{{")) }
            }
            try FileManager.default.removeItem(atPath: folder)
            await house.close()
        }
    }

    @Test func `what would deceive a reader is refused wherever people type`() async throws {
        try await Post.with { post in
            let house = try await House(post)
            let review = post.first.description
            let lines = [
                ("head", "organisation.register name=hostile class=cso kind=ngo title"), ("head", "schedule.hold reason"),
                ("head", "cycle.create procedure=appeal-1 instruments=TIP starts_on=2026-11-02 title"), ("head", "token.create label"),
                ("focal", "obligation.extend obligation=B-0000000000 days=10 reason"),
                ("officer", "obligation.grant obligation=B-0000000000 if=1 reason=x context"),
                ("focal", "conflict.declare review=\(review) reason"),
            ]
            for text in Self.refused {
                for (who, line) in lines {
                    let reply = try await house.say(who, "\(line)=\"\(text)\"")
                    #expect(reply.code == 501, "\(who): \(line)=\(text)")
                }
                let submit = "document.submit review=\(review) kind=contribution lang=en title=\"\(text)\""
                #expect(try await house.say("ngo", submit, body: "x").code == 501, "\(text)")
            }
            await house.close()
        }
    }

    @Test func `an organisation that was suspended before its mail left gets none`() async throws {
        try await Post.with { post in
            try await post.tell("focal", "en", post.first)
            try await post.tell("officer", "en", post.first)
            try await post.set("update organisation set state = 'suspended' where id = 'kenya'")
            let folder = FileManager.default.temporaryDirectory.path + "/reviewd-spool-\(UUID().uuidString)"
            #expect(try await post.deliverer(Spool(directory: folder), isRehearsal: true).pass() == 2)
            #expect(try await post.states() == ["dropped": 1, "sent": 1])
            try FileManager.default.removeItem(atPath: folder)
        }
    }
}
