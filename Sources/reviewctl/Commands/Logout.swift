import ArgumentParser
import ReviewClient
import ReviewWire

/// Revokes the kept token and forgets it.
struct Logout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Revoke the kept token and forget it.",
        discussion: "What could not be sent stays, so that it is not lost: 'reviewctl spool list' shows it, --purge drops it.")

    @Flag(name: .long, help: "Drop unsent and refused changes of this login, with their texts, too.")
    var purge = false

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options)
        guard let profile = session.profile else {
            throw Failure(.loginNeeded, "There is no login saved as '\(session.profileName)' for \(session.address).")
        }
        defer { Profile.forget(session.profileName) }
        session.forgetVerbs()
        UploadJournal.forget(of: session.login, at: session.address.description)
        let kept = try Spool.entries().filter { $0.isOf(session) }
        if purge {
            for entry in kept { entry.drop() }
        } else if !kept.isEmpty {
            Terminal.hint(
                "\(kept.count) unsent or refused changes of this login stay on this machine with their texts: reviewctl spool list")
        }
        guard let id = profile.tokenID else { return }
        do {
            try await session.client.send(Request("token.revoke", ["token": id, "key": IdempotencyKey.make()])).orThrow()
        } catch {
            let reason = Failure(explaining: error)?.message ?? "\(error)"
            throw Failure(.temporary, "The login is forgotten here, but the server could not be told to revoke token \(id): \(reason)")
        }
        await session.client.close()
        Terminal.hint("Logged out of \(session.address).")
    }
}
