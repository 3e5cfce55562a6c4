import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let certificateBind = Command(
        "certificate.bind", "Let the holder of a TLS client certificate log in as you.", roles: .members,
        arguments: Argument<Digest>("fingerprint", "SHA-256 of the certificate's public key (SubjectPublicKeyInfo)"),
        Argument<Label>("label", "what it is for")
    ) { context, fingerprint, label in
        try await context.transaction.run(
            """
            insert into certificate (fingerprint, account, label, created_at)
            values (\(fingerprint), \(try context.account), \(label), \(context.now))
            """)
        try await context.record(.certificateBound, subject: fingerprint.text, audience: .own)
        return .created(["fingerprint": .string(fingerprint.text), "label": .string(label.text)])
    }
}
