import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let noticePreferences = Command(
        "notice.preferences", "How you are told: your mail address, one digest a day, quiet hours; without arguments, what is set.",
        roles: .members, arguments: Argument<Version?>("if", "the ver you last saw; needed to change something"),
        Argument<MailChoice?>("mail"), Argument<Bool?>("digest", "one message a day, at 07:00 in your zone"),
        Argument<QuietHours?>("quiet", "when no mail leaves, in your zone")
    ) { context, version, mail, isDigest, quiet in
        let account = try context.account
        _ = try await context.visible("select 1 from account where id = \(account) for update", as: Int.self)
        var preferences = try await Preferences.read(account, context)
        guard mail != nil || isDigest != nil || quiet != nil else { return .done(preferences.members) }
        guard let version else { throw Refusal(.argumentMissing, "if= is missing: the version (ver) you last saw", at: "if") }
        try context.require(version, is: preferences.version)
        if let mail { preferences.mail = mail.address }
        if let isDigest { preferences.isDigest = isDigest }
        if let quiet { preferences.quiet = quiet.hours }
        preferences.version += 1
        try await preferences.write(account, context)
        try await context.record(.preferencesChanged, subject: account.description, of: .account(account))
        return .done(preferences.members)
    }
}
