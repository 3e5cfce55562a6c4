import ReviewModel

/// Who may see what, written from DOMAIN §5 and from nothing of the database's.
struct Oracle: Sendable {
    /// A person of the cast, as the rule of §5 sees them.
    struct Reader: Sendable {
        let login: String
        let organisation: String?
        let isSecretariat: Bool
        /// The narrowest rung whose documents the person reads in the review.
        let clearance: Audience
    }

    /// A document as its author and the procedure left it.
    struct Paper: Sendable {
        let name: String
        let id: String
        let author: String
        let organisation: String
        /// Who may see it now.
        let audience: Audience
        let isSourceHidden: Bool
        /// The organisation whose contribution it answers.
        var answersOrganisation: String?
        /// Whether the procedure asks somebody to answer it.
        var isToBeAnswered = true
        var isWithdrawn = false
        /// A translation of what is not its organisation's own.
        var isOfAnother = false
    }

    let papers: [Paper]

    func reader(_ login: String) -> Reader {
        let organisations = [
            "head": "secretariat", "officer": "secretariat", "clerk": "secretariat", "lead": "kenya", "focal": "kenya", "delegate": "kenya",
            "reviewer": "tanzania", "outsider": "norway", "expert": "expert-one", "bystander": "expert-two", "ngo": "lantern",
            "survivors": "open-door", "nhri": "kenya-nhri", "igo": "observatory",
        ]
        let clearance: Audience =
            switch login {
            case "officer": .officer
            case "expert": .experts
            // The observer too: it reads what the team reads.
            case "focal", "delegate", "reviewer", "lead": .team
            // An assigned expert with an open conflict of interest, and an observer whose State is suspended.
            case "bystander", "outsider", "public": .public
            default: .stakeholders
            }
        return Reader(
            login: login, organisation: organisations[login], isSecretariat: ["head", "officer", "clerk"].contains(login),
            clearance: clearance)
    }

    /// Within one's clearance, one's own organisation's, or an answer to one's own contribution. In the secretariat only drafts are
    /// everyone's: it would otherwise tell its members of hidden contributions that its officer answered.
    func sees(_ reader: Reader, _ paper: Paper) -> Bool {
        if paper.audience >= reader.clearance || isOwn(reader, paper) { return true }
        return paper.audience > .own && reader.organisation != nil && paper.answersOrganisation == reader.organisation
    }

    func seesAuthor(_ reader: Reader, _ paper: Paper) -> Bool {
        let audience = paper.isSourceHidden ? min(paper.audience, .officer) : paper.audience
        return audience >= reader.clearance || isOwn(reader, paper)
    }

    private func isOwn(_ reader: Reader, _ paper: Paper) -> Bool {
        guard reader.organisation == paper.organisation else { return false }
        // An answer and a translation are their writer's own: a colleague may not be allowed to see what they repeat.
        if paper.answersOrganisation != nil || paper.isOfAnother { return paper.author == reader.login }
        return !reader.isSecretariat || paper.author == reader.login || (paper.audience == .own && !paper.isWithdrawn)
    }

    func visible(to reader: Reader) -> Set<String> { Set(papers.filter { sees(reader, $0) }.map(\.id)) }

    /// What no answer to `reader` may hold: whose the hidden ones are. Empty for whom some hidden source is no secret.
    func secrets(from reader: Reader) -> Set<String> {
        let hidden = papers.filter(\.isSourceHidden)
        guard !hidden.contains(where: { seesAuthor(reader, $0) }) else { return [] }
        return Set(hidden.flatMap { ["\"\($0.organisation)\"", "\"\($0.author)\""] })
    }
}
