import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let certificateRelease = Command(
        "certificate.release", "Let a certificate no longer log in as you.", roles: .members,
        arguments: Argument<Digest>("fingerprint", "as certificate.list shows it")
    ) { context, fingerprint in
        let released = try await context.transaction.run("delete from certificate where fingerprint = \(fingerprint)")
        guard released == 1 else { throw Refusal(.thingAbsent) }
        try await context.record(.certificateReleased, subject: fingerprint.text, of: .account(try context.account))
        return .done(["fingerprint": .string(fingerprint.text)])
    }
}
