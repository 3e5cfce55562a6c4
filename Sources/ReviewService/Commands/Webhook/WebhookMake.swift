import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let webhookMake = Command(
        "webhook.make", "Have a system of your organisation called for each notice of its people; the secret is shown once.",
        roles: .members,
        arguments: Argument<WebhookURL>("url")
    ) { context, url in
        let organisation = try context.organisation
        try await context.requireSteward(of: organisation)
        // Locked so that two that are made together do not both see the last free place.
        _ = try await context.visible("select id from organisation where id = \(organisation) for no key update", as: String.self)
        let count = try await context.transaction.one(
            "select count(*) from webhook where organisation = \(organisation) and ended_at is null", as: Int.self)
        guard count < Notices.webhooksMax else { throw Refusal(.stateWrong, "an organisation has at most \(Notices.webhooksMax) webhooks") }
        let (id, secret) = (WebhookID.random(), Secret.token())
        try await context.transaction.run(
            """
            insert into webhook (id, organisation, url, secret, created_by, created_at)
            values (\(id), \(organisation), \(url), \(secret.text), \(try context.account), \(context.now))
            """)
        try await context.record(.webhookMade, subject: id.description, audience: .own)
        return Reply.created(["id": .string(id.description), "secret": .string(secret.text)]).withSecrets("secret")
    }.carryingSecret()
}
