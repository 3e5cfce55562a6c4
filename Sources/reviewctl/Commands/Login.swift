import ArgumentParser
import ReviewClient
import ReviewWire

/// Logs in by password once and keeps a token, so that later commands start at once.
struct Login: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Log in with a password once; a token is kept for later commands.",
        discussion: """
            The password goes into a SCRAM-SHA-256 exchange and is neither sent nor stored. The token is kept in a file of mode 0600 \
            below $XDG_STATE_HOME/reviewctl/profiles; 'reviewctl logout' revokes it.
            """)

    @Argument(help: "The login of the account.")
    var login: String

    @Option(
        name: .long, help: ArgumentHelp("Read the password from a file, or from standard input for -.", valueName: "file"),
        completion: .file())
    var passwordFile: String?

    @Option(name: .long, help: ArgumentHelp("What the token may do: all or read.", valueName: "scope"))
    var scope: String = "all"

    @Option(name: .long, help: ArgumentHelp("How the token is called in listings; the host name by default.", valueName: "text"))
    var label: String?

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options, anonymous: true)
        let password = try passwordFile.map(PasswordPrompt.read(file:)) ?? PasswordPrompt.ask("Password of \(SafeText.visible(login)): ")
        try await SavedLogin(session: session).make(login: login, password: password, scope: scope, label: label)
    }
}
