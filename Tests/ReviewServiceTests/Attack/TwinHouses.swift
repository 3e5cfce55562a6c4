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
        if isHiding {
            hidden = try await house.made("survivors", Self.submit(house, "One") + " source=hidden key=\(Self.victimsKey)", body: "One.")
        }
        open = try await house.made("ngo", Self.submit(house, "Seen"), body: "Seen by all.")
        if isHiding { try await hide() }
        try await house.done("delegate", "document.respond answers=\(open) lang=en title=Answer", body: "Read.")
        if isHiding { try await answerAndMove() }
        _ = try await house.made("nhri", Self.submit(house, "Last"), body: "The last one.")
        if isHiding { _ = try await house.made("survivors", Self.submit(house, "Two") + " source=hidden", body: "Two.") }
        try await house.settle()
    }

    private static func submit(_ house: PeopledService, _ title: String) -> String {
        "document.submit review=\(house.review) kind=contribution lang=en title=\(title)"
    }

    /// Drafts, files, versions, rehearsed commands and refusals of the hidden author.
    private mutating func hide() async throws {
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
        let owed = try await house.wire("officer", "obligation.list mine=yes state=open")
        hiddenObligation = identifiers("B", in: owed).first ?? hiddenObligation
        try await house.done("officer", "document.respond answers=\(hidden) lang=en title=Heard", body: "Heard.")
        _ = try await house.reply("expert", "document.get document=\(hidden)")
        _ = try await house.reply("officer", "document.publish document=\(hidden) if=2")
        let gone = try await house.made("survivors", Self.submit(house, "Gone") + " source=hidden", body: "Gone.")
        try await house.done("survivors", "document.withdraw document=\(gone) if=2 reason=afraid")
    }

    /// All that a curious reader would try, as lines and bodies.
    func probes() -> [(line: String, body: String?)] {
        let review = house.review
        var probes: [(String, String?)] = [
            "review.list", "review.show review=\(review)", "obligation.list limit=1000", "obligation.list review=\(review) limit=1000",
            "obligation.list mine=yes", "obligation.list state=open limit=1000", "window.list", "window.list mine=yes",
            "anchor.list review=\(review)",
            "event.list limit=1000", "event.list review=\(review) limit=1000", "placeholder.list", "placeholder.list review=\(review)",
            "document.list limit=1000", "document.list mine=yes", "document.list kind=contribution", "document.list kind=response",
            "document.list state=submitted", "document.list state=withdrawn", "document.list state=draft",
            "document.list answers=\(hidden)",
            "document.show document=\(hidden)", "document.get document=\(hidden)", "document.get document=\(hidden) from=1",
            "document.get document=\(hidden) from=50000000", "document.get document=\(hidden) version=2",
            "document.versions document=\(hidden)",
            "obligation.show obligation=\(hiddenObligation)", "upload.list all=yes", "upload.show upload=\(hiddenUpload)",
            "nomination.list", "conflict.list", "cycle.list", "organisation.list limit=1000", "accreditation.list limit=1000",
            "document.show document=\(open)", "document.versions document=\(open)", "document.list answers=\(open)",
            "review.advance review=\(review) if=1 dry=yes",
        ].map { ($0, nil) }
        for version in [1, 2, 3] {
            for verb in [
                "clear", "publish", "release", "submit", "open audience=open", "withdraw reason=x",
                "withhold reason=x until=2029-01-01T00:00:00Z",
            ] {
                let (name, rest) = verb.split(separator: " ", maxSplits: 1).pair
                for dry in ["", " dry=yes"] { probes.append(("document.\(name) document=\(hidden) if=\(version)\(rest)\(dry)", nil)) }
            }
        }
        probes += [
            ("document.amend document=\(hidden) if=1", "x"), ("document.respond answers=\(hidden) lang=en title=x", "x"),
            ("document.respond answers=\(hidden) lang=en title=x dry=yes", "x"),
            ("document.draft review=\(review) kind=contribution lang=en title=x translation_of=\(hidden) dry=yes", "x"),
            ("document.submit review=\(review) kind=contribution lang=en title=x translation_of=\(hidden)", "x"),
            ("document.submit review=\(review) kind=contribution lang=en title=x upload=\(hiddenUpload)", nil),
            ("upload.append upload=\(hiddenUpload) at=4096", "d"), ("upload.cancel upload=\(hiddenUpload)", nil),
            ("document.submit review=\(review) kind=contribution lang=en title=One source=hidden key=\(Self.victimsKey)", "One."),
            ("document.draft review=\(review) kind=contribution lang=en title=One key=\(Self.victimsKey)", "One."),
        ]
        return probes
    }

    /// The stage is left, the deadlines of the answers pass: what the head is told of that.
    func moveOn() async throws -> [String] {
        let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
        try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
        let told = try await house.wire("head", "clock.advance to=2027-06-01T09:00:00Z")
        try await house.settle()
        return ["version \(version)", blank(told)]
    }

    /// What `who` sees of all that, with identifiers, instants and cursors blanked: those are random or the clock's in both houses.
    func view(of who: String) async throws -> [String] {
        var seen: [String] = []
        for (line, body) in probes() {
            let text = try await house.wire(who, line, body: body)
            // Rows that are due at one instant stand in the order of their random identifiers.
            seen.append(blank(line) + "\n" + blank(text).split(separator: "\n").sorted().joined(separator: "\n"))
        }
        // The last probe keeps a draft of the reader's own.
        try await house.settle()
        for verb in ["document.list", "event.list", "obligation.list", "placeholder.list"] { seen += try await walk(verb, as: who) }
        return seen
    }

    /// A listing row by row: how many pages there are, and how long each cursor is.
    private func walk(_ verb: String, as who: String) async throws -> [String] {
        var seen: [String] = []
        var cursor = ""
        repeat {
            let reply = try await house.reply(who, "\(verb) review=\(house.review) limit=1\(cursor.isEmpty ? "" : " after=\(cursor)")")
            cursor = reply.json["next"]?.text ?? ""
            let text = String(decoding: reply.encoded(tag: nil), as: UTF8.self)
            seen.append("\(verb) cursor of \(cursor.count), \(verb == "obligation.list" ? "" : blank(text))")
        } while !cursor.isEmpty && seen.count < 500
        return seen
    }
}

extension [Substring] {
    /// A verb's name and the rest of its arguments.
    fileprivate var pair: (Substring, Substring) { (self[0], count > 1 ? " " + self[1] : "") }
}

/// Text without what differs between any two runs; a cursor leaves its length.
func blank(_ text: String) -> String {
    text.replacing(#/"next":"([^"]*)"/#) { "\"next\":\($0.output.1.count)" }
        .replacing(#/[A-Z]-[0-9A-Z]{10}/#, with: "ID")
        .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/#, with: "AT")
}
