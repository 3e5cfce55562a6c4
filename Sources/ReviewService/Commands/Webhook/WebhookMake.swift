import Postgres
import ReviewModel
import ReviewWire

/// Webhooks that an organisation makes in a day, those that have ended among them.
private let perDayMax = 16

extension Command {
    static let webhookMake = Command(
        "webhook.make", "Have a system of your organisation called for each notice of its people; the secret is shown once.",
        roles: .members,
        arguments: Argument<WebhookURL>("url")
    ) { context, url in
        let organisation = try context.organisation
        try await context.requireSteward(of: organisation)
        // One after the other, so that two at once do not make one too many.
        _ = try await context.visible("select 1 from organisation where id = \(organisation) for no key update", as: Int.self)
        let (standing, ofToday) = try await context.transaction.one(
            """
            select count(*) filter (where ended_at is null),
                count(*) filter (where created_at > \(context.now)::timestamptz - interval '1 day')
            from webhook where organisation = \(organisation)
            """, as: (Int, Int).self)
        guard standing < Notices.webhooksMax else {
            throw Refusal(.stateWrong, "an organisation has at most \(Notices.webhooksMax) webhooks")
        }
        guard ofToday < perDayMax else { throw Refusal(.sessionTooFast, "an organisation makes at most \(perDayMax) webhooks a day") }
        let (id, secret) = (WebhookID.random(), Secret.signing())
        try await context.transaction.run(
            """
            insert into webhook (id, organisation, url, secret, created_by, created_at)
            values (\(id), \(organisation), \(url), \(secret.text), \(try context.account), \(context.now))
            """)
        try await context.record(.webhookMade, subject: id.description, of: .organisation(try context.organisation))
        return Reply.created(["id": .string(id.description), "secret": .string(secret.text)]).withSecrets("secret")
    }.carryingSecret()
}
