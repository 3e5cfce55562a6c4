/// Who is let into each changing verb (DOMAIN §2 and §5), for the people, papers and arguments of the matrix: past roles, functions, conflicts
/// and visibility, whatever the state of the thing says then.
enum Doers {
    private static let civilSociety: Set = ["ngo", "survivors", "nhri"]
    private static let secretariat: Set = ["head", "officer", "clerk"]
    private static let state: Set = ["focal", "delegate", "lead"]
    private static let otherStates: Set = ["reviewer", "outsider"]
    /// The expert who stands aside for a conflict of interest is `bystander`.
    private static let experts: Set = ["expert", "bystander", "igo"]
    private static let members = civilSociety.union(secretariat).union(state).union(otherStates).union(experts)
    /// Those of the secretariat who look after the one review: its officer and the head.
    private static let keepers: Set = ["head", "officer"]
    /// They alone speak for their organisations in what is about its people; in the others of the cast somebody else does.
    private static let leads = civilSociety.union(experts).union(otherStates).union(["lead", "head"])
    /// Whoever has something of their own or of their organisation in the papers: a draft of a colleague is theirs too, but for an expert.
    private static let writers = civilSociety.union(secretariat).union(state).union(["expert"])

    /// Whoever hands something in: civil society, and who holds a function for it.
    private static let authors = civilSociety.union(["focal", "delegate", "officer", "expert"])

    static let of: [String: Set<String>] = [
        "account.join": ["public"], "account.password": members, "account.update": members,
        "account.suspend": ["head", "igo"], "account.resume": ["head", "ngo"],
        "invitation.make": ["ngo"], "invitation.revoke": ["head", "lead"],
        "token.create": members, "token.revoke": ["ngo"], "certificate.bind": members, "certificate.release": ["ngo"],
        "organisation.register": secretariat, "organisation.update": secretariat, "organisation.suspend": ["head"],
        "organisation.resume": ["head"],
        "accreditation.apply": members.union(["public"]), "accreditation.object": state.union(otherStates),
        "accreditation.grant": secretariat, "accreditation.refuse": secretariat, "accreditation.suspend": secretariat,
        "cycle.create": secretariat, "cycle.group": secretariat, "cycle.open": secretariat, "cycle.close": secretariat,
        "review.open": secretariat, "review.advance": ["officer"], "review.cancel": ["head"], "anchor.record": ["officer"],
        "nomination.make": keepers, "nomination.handover": keepers.union(["focal", "lead"]), "nomination.end": keepers.union(["reviewer"]),
        "conflict.declare": members, "conflict.answer": keepers,
        "obligation.extend": secretariat.union(state).union(["reviewer"]),
        "obligation.grant": keepers, "obligation.refuse": keepers, "obligation.waive": keepers,
        "job.run": secretariat, "schedule.hold": secretariat, "schedule.release": secretariat,
        "clock.set": secretariat, "clock.advance": secretariat,
        "notice.preferences": members, "outbox.retry": keepers, "outbox.drop": keepers,
        "webhook.make": leads, "webhook.end": ["ngo"],
        "document.draft": members.subtracting(["bystander"]), "document.amend": writers, "document.clear": ["focal"],
        "document.submit": authors, "document.withdraw": writers,
        "document.open": authors,
        "document.respond": ["focal", "delegate", "officer"],
        "document.publish": ["officer"], "document.withhold": ["officer"], "document.release": ["officer"],
        "upload.open": members, "upload.append": ["ngo"], "upload.cancel": ["ngo"],
    ]

    /// Whether an answer says that the verb was not theirs to say; one about arguments says neither.
    static func isShutOut(_ err: String) -> Bool {
        ["session/login-first", "session/role", "session/function", "conflict/declared", "thing/absent"].contains(err)
            || err.hasPrefix("argument/")
    }
}
