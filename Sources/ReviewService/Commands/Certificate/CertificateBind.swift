import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let certificateBind = Command(
        "certificate.bind", "Let the TLS client certificate of this connection log in as you.", roles: .members,
        arguments: Argument<Label>("label", "what it is for")
    ) { context, label in
        guard let fingerprint = context.actor.certificate else {
            throw Refusal(.stateWrong, "this connection shows no TLS client certificate; connect again with the one to bind, and log in")
        }
        try await context.requireStandingLogin()
        try await context.transaction.run(
            """
            insert into certificate (fingerprint, account, label, created_at)
            values (\(fingerprint), \(try context.account), \(label), \(context.now))
            """)
        try await context.record(.certificateBound, subject: fingerprint.text, of: .account(try context.account))
        return .created(["fingerprint": .string(fingerprint.text), "label": .string(label.text)])
    }
}
