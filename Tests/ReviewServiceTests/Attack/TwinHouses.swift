import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support

/// One house told twice: once with hidden contributions, once without. Whatever a reader can tell them apart by is a leak.
struct TwinHouse: Sendable {
    let house: PeopledService
    /// Of what everyone sees.
    let open: String
    /// Identifiers that exist here, or are well formed and exist nowhere.
    var hidden = "D-0000000000"
    var hiddenUpload = "U-0000000000"
    var hiddenObligation = "B-0000000000"

    static let victimsKey = "key-of-the-hidden-source"

    init(_ house: PeopledService, isHiding: Bool) async throws {
        self.house = house
        Self.stand(0, house)
        if isHiding {
            hidden = try await house.made("survivors", Self.submit(house, "One") + " source=hidden key=\(Self.victimsKey)", body: "One.")
        }
        Self.stand(2, house)
        open = try await house.made("ngo", Self.submit(house, "Seen"), body: "Seen by all.")
        if isHiding { try await hide() }
        Self.stand(4, house)
        try await house.done("delegate", "document.respond answers=\(open) lang=en title=Answer", body: "Read.")
        if isHiding { try await answerAndMove() }
        Self.stand(6, house)
        _ = try await house.made("nhri", Self.submit(house, "Last"), body: "The last one.")
        if isHiding { _ = try await house.made("survivors", Self.submit(house, "Two") + " source=hidden", body: "Two.") }
        Self.stand(8, house)
        try await house.settle()
    }

    /// The same hidden contributions for many readers, written by `author` and by nobody else: whose they are is all that two such houses differ in.
    init(_ house: PeopledService, hiddenBy author: String) async throws {
        self.house = house
        Self.stand(0, house)
        hidden = try await house.made(author, Self.submit(house, "One") + " source=hidden audience=team", body: "One.")
        Self.stand(1, house)
        open = try await house.made("nhri", Self.submit(house, "Seen"), body: "Seen by all.")
        Self.stand(2, house)
        let wide = try await house.made(author, Self.submit(house, "Two") + " source=hidden audience=open", body: "Two.")
        Self.stand(3, house)
        let draft = try await house.made(
            author, "document.draft review=\(house.review) kind=contribution lang=en title=Three audience=stakeholders", body: "Three.")
        let third = "document.submit document=\(draft) if=1 source=hidden audience=stakeholders"
        Self.stand(4, house)
        try await house.done(author, third)
        Self.stand(5, house)
        try await house.done("officer", "document.respond answers=\(hidden) lang=en title=Heard", body: "Heard.")
        Self.stand(6, house)
        try await house.done("delegate", "document.respond answers=\(open) lang=en title=Answer", body: "Read.")
        Self.stand(7, house)
        try await house.done("officer", "document.publish document=\(wide) if=2")
        Self.stand(8, house)
        try await house.done("officer", "document.withhold document=\(wide) if=3 reason=x until=2029-01-01T00:00:00Z")
        Self.stand(9, house)
        try await house.done(author, "document.open document=\(draft) if=2 audience=open")
        let translation = Self.submit(house, "Un") + " source=hidden audience=team translation_of=\(hidden)"
        Self.stand(10, house)
        _ = try await house.made(author, translation.replacing("lang=en", with: "lang=fr"), body: "Un.")
        Self.stand(11, house)
        let gone = try await house.made(author, Self.submit(house, "Gone") + " source=hidden audience=open", body: "Gone.")
        Self.stand(12, house)
        try await house.done("officer", "document.publish document=\(gone) if=2")
        Self.stand(13, house)
        try await house.done(author, "document.withdraw document=\(gone) if=3 reason=afraid")
        try await house.settle()
    }

    /// The clock stands where it does in the other house, at a minute of the first day; so instants may be compared too.
    static func stand(_ minute: Int64, _ house: PeopledService) {
        house.clock.stand(at: UTCInstant(seconds: 1_793_700_000 + minute * 60))
    }

    private static func submit(_ house: PeopledService, _ title: String) -> String {
        "document.submit review=\(house.review) kind=contribution lang=en title=\(title)"
    }

    /// Drafts, files, versions, rehearsed commands and refusals of the hidden author.
    private mutating func hide() async throws {
        Self.stand(3, house)
        let draft = try await house.made(
            "survivors", "document.draft review=\(house.review) kind=contribution lang=en title=D source=hidden", body: "D.")
        try await house.done("survivors", "document.amend document=\(draft) if=1", body: "D again.")
        try await house.done("survivors", "document.submit document=\(draft) if=2")
        _ = try await house.reply("survivors", Self.submit(house, "Dry") + " source=hidden dry=yes", body: "Dry.")
        _ = try await house.reply("survivors", "document.open document=\(hidden) if=9 audience=team")
        hiddenUpload = try await house.made(
            "survivors",
            "upload.open name=names-us.pdf type=application/pdf size=5000 sha256=\(String(repeating: "0", count: 64))", name: "upload")
        try await house.done("survivors", "upload.append upload=\(hiddenUpload) at=0", body: String(repeating: "a", count: 4096))
    }

    /// What the officer and the experts do with it, and what is taken back.
    private mutating func answerAndMove() async throws {
        Self.stand(5, house)
        let owed = try await house.wire("officer", "obligation.list mine=yes state=open")
        hiddenObligation = identifiers("B", in: owed).first ?? hiddenObligation
        for verb in ["waive", "extend days=10", "grant", "refuse"] {
            let (name, rest) = verb.split(separator: " ", maxSplits: 1).pair
            _ = try await house.reply("officer", "obligation.\(name) obligation=\(hiddenObligation)\(rest) reason=x if=1")
        }
        for verb in ["calendar.export", "board.show", "schedule.preview to=2028-01-01T00:00:00Z"] {
            _ = try await house.reply("officer", verb)
        }
        try await house.done("officer", "document.respond answers=\(hidden) lang=en title=Heard", body: "Heard.")
        _ = try await house.reply("expert", "document.get document=\(hidden)")
        _ = try await house.reply("officer", "document.publish document=\(hidden) if=2")
        try await translate()
        let gone = try await house.made("survivors", Self.submit(house, "Gone") + " source=hidden", body: "Gone.")
        _ = try await house.made(
            "expert", Self.submit(house, "Lost") + " audience=experts translation_of=\(gone)", body: "Gone, in other words.")
        try await house.done("survivors", "document.withdraw document=\(gone) if=2 reason=afraid")
    }

    /// By those who may read it: kept, handed in, and answered.
    private func translate() async throws {
        for who in ["expert", "officer"] {
            let draft =
                "document.draft review=\(house.review) kind=contribution lang=en title=One audience=experts translation_of=\(hidden)"
            _ = try await house.made(who, draft, body: "One, in other words.")
        }
        let line = Self.submit(house, "One") + " audience=experts translation_of=\(hidden)"
        let translation = try await house.made("expert", line, body: "One, in other words.")
        try await house.done("officer", "document.respond answers=\(translation) lang=en title=Heard", body: "Heard.")
    }

    /// The stage is left, more time is given, and the clock goes on through reminders and escalations, past the answers' deadlines: what the
    /// head is told of that.
    func moveOn() async throws -> [String] {
        let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
        try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
        let owed = try await house.rows("public", "obligation.list review=\(house.review) state=open")
            .first { $0["rule"]?.text == "questionnaire" }
        try await house.done("focal", "obligation.extend obligation=\(owed?["id"]?.text ?? "") days=10 reason=x")
        try await house.done("officer", "obligation.grant obligation=\(owed?["id"]?.text ?? "") if=1 reason=x")
        var told = ["version \(version)"]
        for day in stride(from: Int64(1), to: 290, by: 4) {
            // Midnight in Vienna and some: whatever became due in these days.
            house.clock.stand(at: UTCInstant(seconds: 1_793_750_400 + day * 86_400))
            for job in ["follow-up", "fire", "reconcile"] { told.append(blank(try await house.wire("head", "job.run job=\(job)"))) }
        }
        try await house.settle()
        return told
    }

    /// What left the house for `who`, and when: whoever reads the mails of a ministry sees no more than its people.
    func mails(of who: String) async throws -> [String] {
        let table = try await house.service.pool.read(
            Actor.system.context,
            [
                """
                select n.kind, n.stage, n.rule, n.due_at::text, n.created_at::text, m.channel, m.next_attempt_at::text
                from notice n join account a on a.id = n.account left join outbox_notice c on c.notice = n.id left join outbox m on m.id = c.outbox
                where a.login = \(who) order by n.created_at, n.kind, n.rule, m.channel
                """
            ]
        ).tables[0]
        return (0..<table.count).map { row in (0..<7).map { table.text(row, $0) ?? "-" }.joined(separator: " ") }
    }

    /// What `who` sees of all that, with identifiers and cursors blanked, which are random in both houses.
    func view(of who: String) async throws -> [String] {
        var seen: [String] = []
        for (line, body) in probes() {
            var text = blank(try await house.wire(who, line, body: body))
            // Jobs are run in real time; a calendar's digest is one of identifiers.
            if line.hasPrefix("job.") { text = blankInstants(text) }
            if line.hasPrefix("calendar.") { text = text.replacing(#/"sha256":"[0-9a-f]{64}"/#, with: "DIGEST") }
            // Rows that are due at one instant stand in the order of their random identifiers.
            let rows = text.split(separator: "\n").sorted()
            seen.append(blank(line) + "\n" + rows.joined(separator: "\n"))
        }
        // The last probe keeps a draft of the reader's own.
        try await house.settle()
        for verb in ["document.list", "event.list", "obligation.list", "placeholder.list", "board.show", "agenda.list"] {
            seen += try await walk(verb, as: who)
        }
        return seen
    }

    /// What each of them sees, before and after the review has gone on, and the mail that they got.
    func views(of curious: [String]) async throws -> [String: [String]] {
        var views: [String: [String]] = [:]
        for who in curious { views[who] = try await view(of: who) }
        views["head"]? += try await moveOn()
        for who in curious { views[who]? += try await view(of: who) + mails(of: who) }
        return views
    }

    /// A listing row by row: how many pages there are, and how long each cursor is.
    private func walk(_ verb: String, as who: String) async throws -> [String] {
        var seen: [String] = []
        var cursor = ""
        repeat {
            let reply = try await house.reply(who, "\(verb) review=\(house.review) limit=1\(cursor.isEmpty ? "" : " after=\(cursor)")")
            cursor = reply.json["next"]?.text ?? ""
            let text = String(decoding: reply.encoded(tag: nil), as: UTF8.self)
            // What is due at one instant stands in the order of its random identifiers.
            seen.append("\(verb) cursor of \(cursor.count), \(["obligation.list", "board.show"].contains(verb) ? "" : blank(text))")
        } while !cursor.isEmpty && seen.count < 500
        return seen
    }
}

extension PeopledService {
    /// The officer is told of each answer that is owed, and the mail comes back.
    func tellOfAnswers() async throws {
        guard let officer = try actor("officer").account, let review = ReviewID(review) else { return }
        let owed = try await texts("select id from obligation where document is not null order by id")
        try await service.pool.transaction(Actor.system.context) { [service] transaction in
            let context = Context(actor: .system, service: service, transaction: transaction, now: try await transaction.now)
            for id in owed {
                try await Notices.post(.responseOwed, to: officer, review: review, obligation: ObligationID(id), in: context)
            }
            let dead: SQL =
                "update outbox o set state = 'dead', settled_at = moment() from outbox_notice c join notice n on n.id = c.notice"
            try await transaction.run(dead + " where c.outbox = o.id and n.kind = 'response-owed'")
        }
    }
}

/// Text without what differs between any two runs; a cursor leaves its length.
func blank(_ text: String) -> String {
    text.replacing(#/"next":"([^"]*)"/#) { "\"next\":\($0.output.1.count)" }
        .replacing(#/[A-Z]-[0-9A-Z]{10}/#, with: "ID")
}

func blankInstants(_ text: String) -> String { text.replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/#, with: "AT") }
