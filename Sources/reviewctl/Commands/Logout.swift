import ArgumentParser
import ReviewClient
import ReviewWire

/// Revokes the kept token and forgets it.
struct Logout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Revoke the kept token and forget it.")

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options)
        guard let profile = session.profile else {
            throw Failure(.loginNeeded, "There is no login saved as '\(session.profileName)' for \(session.address).")
        }
        defer { Profile.forget(session.profileName) }
        session.forgetVerbs()
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
