import Postgres
import ReviewModel
import ReviewService
import Support

/// One review with a document in every state, on every rung and by every kind of author, made by the verbs that people use.
struct Papers: Sendable {
    let house: PeopledService
    let oracle: Oracle
    let debts: Debts
    /// What is to be answered, by the obligation to answer it.
    let answered: [String: String]
    /// Names and texts that only the officer and the author may connect with a hidden contribution.
    let fileName: String
    let digests: [String]
    let uploads: [String]
    let openUpload: String

    /// Documents and obligations that `who` may see.
    func visible(to who: String) -> Set<String> {
        oracle.visible(to: oracle.reader(who)).union(debts.visible(to: oracle.reader(who), oracle))
    }

    /// One for all tests that only read.
    static let shared = Task { try await Papers() }

    init() async throws {
        house = try await PeopledService()
        var maker = Maker(house: house)
        try await maker.people()
        try await maker.contributions()
        try await maker.moved()
        try await maker.answers()
        try await maker.drafts()
        try await maker.files()
        try await maker.translations()
        try await Debts.make(house)
        try await house.settle()
        debts = try await Debts(house)
        let answers: SQL = "select id, document from obligation where document is not null"
        let owed = try await house.service.pool.read(Actor.system.context, [answers]).tables[0].rows(as: (String, String).self)
        answered = Dictionary(uniqueKeysWithValues: owed)
        oracle = Oracle(papers: maker.papers)
        fileName = Maker.fileName
        digests = maker.digests
        uploads = maker.uploads
        openUpload = maker.openUpload
    }
}

/// Makes the papers one after the other.
private struct Maker {
    static let fileName = "what-open-door-saw.txt"

    let house: PeopledService
    var papers: [Oracle.Paper] = []
    var digests: [String] = []
    var uploads: [String] = []
    var openUpload = ""

    /// An observer of the State, an expert in conflict, and an observer of a State that is suspended.
    func people() async throws {
        for (login, function) in [("lead", "observer"), ("bystander", "expert"), ("outsider", "observer")] {
            try await house.done("head", "nomination.make review=\(house.review) account=\(login) function=\(function) note_verbale=NV/1")
        }
        try await house.done("bystander", "conflict.declare review=\(house.review) reason=\"a relative\"")
        let version = try await house.done("head", "organisation.show organisation=norway")["ver"]?.integer ?? 0
        try await house.done("head", "organisation.suspend organisation=norway if=\(version) reason=x")
    }

    private mutating func hand(
        _ name: String, by author: String, of organisation: String, audience: String = "open", isHidden: Bool = false, now: Audience
    ) async throws -> String {
        let reply = try await house.done(
            author,
            "document.submit review=\(house.review) kind=contribution lang=en title=\"\(name)\" audience=\(audience) source=\(isHidden ? "hidden" : "named")",
            body: "The text of \(name).")
        let id = reply["id"]?.text ?? ""
        if isHidden, audience == "experts", let digest = reply["sha256"]?.text { digests.append(digest) }
        papers.append(Oracle.Paper(name: name, id: id, author: author, organisation: organisation, audience: now, isSourceHidden: isHidden))
        return id
    }

    /// Submitted on each rung, with and without a name.
    mutating func contributions() async throws {
        for (audience, now) in [("open", Audience.stakeholders), ("stakeholders", .stakeholders), ("team", .team), ("experts", .experts)] {
            _ = try await hand("named \(audience)", by: "ngo", of: "lantern", audience: audience, now: now)
            _ = try await hand("hidden \(audience)", by: "survivors", of: "open-door", audience: audience, isHidden: true, now: now)
        }
    }

    /// Published, withheld and withdrawn ones.
    mutating func moved() async throws {
        for isHidden in [false, true] {
            let (author, organisation) = isHidden ? ("survivors", "open-door") : ("nhri", "kenya-nhri")
            let word = isHidden ? "hidden" : "named"
            let published = try await hand("\(word) published", by: author, of: organisation, isHidden: isHidden, now: .public)
            try await house.done("officer", "document.publish document=\(published) if=2")
            let withheld = try await hand("\(word) withheld", by: author, of: organisation, isHidden: isHidden, now: .team)
            try await house.done("officer", "document.publish document=\(withheld) if=2")
            try await house.done("officer", "document.withhold document=\(withheld) if=3 reason=x until=2028-01-01T00:00:00Z audience=team")
            let kept = try await hand("\(word) withheld for experts", by: author, of: organisation, isHidden: isHidden, now: .experts)
            try await house.done("officer", "document.withhold document=\(kept) if=2 reason=x until=2028-01-01T00:00:00Z audience=experts")
            let withdrawn = try await hand("\(word) withdrawn", by: author, of: organisation, isHidden: isHidden, now: .own)
            try await house.done(author, "document.withdraw document=\(withdrawn) if=2 reason=x")
            let gone = try await hand("\(word) withdrawn after it was public", by: author, of: organisation, isHidden: isHidden, now: .own)
            try await house.done("officer", "document.publish document=\(gone) if=2")
            try await house.done(author, "document.withdraw document=\(gone) if=3 reason=x")
        }
    }

    private mutating func answer(_ name: String, by author: String, of organisation: String, now: Audience, as state: Audience? = nil)
        async throws
    {
        guard let paper = papers.first(where: { $0.name == name }) else { return }
        let id = try await house.made(
            author, "document.respond answers=\(paper.id) lang=en title=\"Answer to \(name)\"", body: "Heard: \(name).")
        papers.append(
            Oracle.Paper(
                name: "answer to \(name)", id: id, author: author, organisation: organisation, audience: now, isSourceHidden: false,
                answersOrganisation: paper.organisation, isToBeAnswered: false))
    }

    mutating func answers() async throws {
        try await answer("named open", by: "delegate", of: "kenya", now: .stakeholders)
        try await answer("named team", by: "delegate", of: "kenya", now: .team)
        try await answer("hidden experts", by: "officer", of: "secretariat", now: .experts)
        try await answer("hidden published", by: "officer", of: "secretariat", now: .public)
        // Answered first and withdrawn then: the answer stays with its author and the officer.
        let id = try await hand("answered and withdrawn", by: "ngo", of: "lantern", now: .own)
        try await answer("answered and withdrawn", by: "focal", of: "kenya", now: .officer)
        try await house.done("ngo", "document.withdraw document=\(id) if=2 reason=x")
    }

    mutating func drafts() async throws {
        let written = [
            ("delegate", "kenya", "self-assessment"), ("officer", "secretariat", "visit-report"), ("ngo", "lantern", "contribution"),
            ("survivors", "open-door", "contribution"),
        ]
        for (author, organisation, kind) in written {
            let isHidden = author == "survivors"
            let id = try await house.made(
                author, "document.draft review=\(house.review) kind=\(kind) lang=en title=Draft source=\(isHidden ? "hidden" : "named")",
                body: "A draft by \(author).")
            papers.append(
                Oracle.Paper(
                    name: "draft by \(author)", id: id, author: author, organisation: organisation, audience: .own,
                    isSourceHidden: isHidden,
                    isToBeAnswered: false))
        }
        let draft = "document.draft review=\(house.review) kind=visit-report lang=en title=Draft"
        let withdrawn = try await house.made("officer", draft, body: "Taken back.")
        try await house.done("officer", "document.withdraw document=\(withdrawn) if=1 reason=x")
        papers.append(
            Oracle.Paper(
                name: "withdrawn by officer", id: withdrawn, author: "officer", organisation: "secretariat", audience: .own,
                isSourceHidden: false, isToBeAnswered: false, isWithdrawn: true))
    }

    private mutating func translate(
        _ name: String, by author: String, of organisation: String, audience: String, now: Audience? = nil, isDraft: Bool = false,
        isOfAnother: Bool = true
    ) async throws {
        guard let original = papers.first(where: { $0.name == name }) else { return }
        let source = original.organisation == organisation && original.isSourceHidden ? "hidden" : "named"
        let title = "\(name), \(isDraft ? "draft" : "handed in") by \(author)"
        let line = "review=\(house.review) kind=contribution lang=fr title=\"\(title)\" audience=\(audience) source=\(source)"
        let verb = isDraft ? "document.draft" : "document.submit"
        let id = try await house.made(author, "\(verb) \(line) translation_of=\(original.id)", body: "In French: \(title).")
        papers.append(
            Oracle.Paper(
                name: title, id: id, author: author, organisation: organisation, audience: now ?? .own, isSourceHidden: source == "hidden",
                isToBeAnswered: !isDraft, isOfAnother: isOfAnother))
    }

    /// Of what is hidden or for few, drafted and handed in by those who read it; and of what its contributor then took back.
    mutating func translations() async throws {
        try await translate("hidden experts", by: "officer", of: "secretariat", audience: "experts", isDraft: true)
        try await translate("hidden experts", by: "expert", of: "expert-one", audience: "experts", isDraft: true)
        try await translate("hidden experts", by: "expert", of: "expert-one", audience: "experts", now: .experts)
        try await translate("hidden team", by: "survivors", of: "open-door", audience: "team", now: .team, isOfAnother: false)
        try await translate("named team", by: "delegate", of: "kenya", audience: "team", isDraft: true)
        try await translate("named open", by: "nhri", of: "kenya-nhri", audience: "open", now: .stakeholders)
        try await translate("draft by delegate", by: "focal", of: "kenya", audience: "team", isDraft: true, isOfAnother: false)
        for isHidden in [false, true] {
            let (author, organisation) = isHidden ? ("survivors", "open-door") : ("ngo", "lantern")
            let name = "\(isHidden ? "hidden" : "named") taken back"
            let audience = isHidden ? "experts" : "open"
            let id = try await hand(name, by: author, of: organisation, audience: audience, isHidden: isHidden, now: .own)
            try await translate(name, by: author, of: organisation, audience: audience, isOfAnother: false)
            try await translate(name, by: "expert", of: "expert-one", audience: "experts")
            try await translate(name, by: "expert", of: "expert-one", audience: "experts", isDraft: true)
            if !isHidden { try await translate(name, by: "nhri", of: "kenya-nhri", audience: "open") }
            try await house.done(author, "document.withdraw document=\(id) if=2 reason=x")
        }
    }

    /// A hidden contribution with a file whose name tells, and an upload that is not finished.
    mutating func files() async throws {
        let text = "We saw it ourselves."
        let digest = "0641c817a4a2ff9c09d694e114cd71bfa6afea98bc6778409679f94ff08448b1"
        let open = "upload.open name=\(Self.fileName) type=text/plain size=\(text.utf8.count) sha256=\(digest)"
        let upload = try await house.made("survivors", open, name: "upload")
        try await house.done("survivors", "upload.append upload=\(upload) at=0", body: text)
        let id = try await house.made(
            "survivors", "document.submit review=\(house.review) kind=contribution lang=en title=File source=hidden upload=\(upload)")
        papers.append(
            Oracle.Paper(
                name: "hidden file", id: id, author: "survivors", organisation: "open-door", audience: .experts, isSourceHidden: true))
        digests.append(digest)
        // Of "A body.", which the samples of the matrix bring it.
        let awaited = "e5a937f0a577336946f8b23e8068ae8f495046fdaaed959125d23261406cfd62"
        openUpload = try await house.made(
            "ngo", "upload.open name=ours.txt type=text/plain size=7 sha256=\(awaited)", name: "upload")
        uploads = [upload, openUpload]
    }
}
