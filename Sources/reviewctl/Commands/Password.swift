import ArgumentParser
import ReviewClient
import ReviewWire

/// Replaces one's own password.
struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Choose a new password; all your tokens are revoked, and a new one is kept here.")

    @Option(
        name: .long, help: ArgumentHelp("Read the new password from a file; asked for otherwise.", valueName: "file"), completion: .file())
    var passwordFile: String?

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options)
        guard let profile = session.profile else { throw Failure(.loginNeeded, "Log in first: reviewctl login LOGIN") }
        let password = try NewPassword.choose(file: passwordFile)
        let caps = try await session.client.send(Request("caps"), repeatable: true).orThrow().result
        let request = Request(
            verb: "account.password",
            arguments: try NewPassword.arguments(password, caps: caps) + [RequestField("key", IdempotencyKey.make())])
        try await session.client.send(request).orThrow()
        await session.client.close()
        // The old token died with the old password.
        let anonymous = try Session(options, anonymous: true)
        try await SavedLogin(session: anonymous).make(login: profile.login, password: password)
    }
}
