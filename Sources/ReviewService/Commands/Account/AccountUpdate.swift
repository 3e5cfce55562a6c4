import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let accountUpdate = Command(
        "account.update", "Set the language and zone of your own account.", roles: .members,
        arguments: Argument<Version>("if"), Argument<Language?>("language", "for notices"), Argument<Zone?>("zone", "for dates in notices")
    ) { context, version, language, zone in
        guard language != nil || zone != nil else { throw Refusal(.argumentMissing, "say language= or zone=", at: "language") }
        try await context.requireKnown(zone)
        let account = try context.account
        let current = try await context.visible("select ver from account where id = \(account) for update", as: Int.self)
        try context.require(version, is: current)
        let (language, zone) = try await context.transaction.one(
            """
            update account set language = coalesce(\(language), language), zone = coalesce(\(zone), zone), ver = ver + 1
            where id = \(account)
            returning language, zone
            """, as: (String, String).self)
        try await context.record(.accountUpdated, subject: account.description, of: .account(account))
        return .done([
            "id": .string(account.description), "language": .string(language), "zone": .string(zone), "ver": .int(Int64(current + 1)),
        ])
    }
}
