import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let webhookEnd = Command(
        "webhook.end", "Call a system of your organisation no longer.", roles: .members, arguments: Argument<WebhookID>("webhook")
    ) { context, id in
        let hasEnded = try await context.visible("select ended_at is not null from webhook where id = \(id) for update", as: Bool.self)
        try await context.requireSteward(of: try context.organisation)
        guard !hasEnded else { throw Refusal(.stateWrong, "the webhook has ended already") }
        try await context.transaction.run("update webhook set ended_at = \(context.now) where id = \(id)")
        try await context.record(.webhookEnded, subject: id.description, of: .organisation(try context.organisation))
        return .done(["id": .string(id.description)])
    }
}
