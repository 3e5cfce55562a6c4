import ArgumentParser
import Foundation
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

    @Option(name: .long, help: ArgumentHelp("Read the password from a file, or from standard input for -.", valueName: "file"), completion: .file())
    var passwordFile: String?

    @Option(name: .long, help: ArgumentHelp("What the token may do: all or read.", valueName: "scope"))
    var scope: String = "all"

    @Option(name: .long, help: ArgumentHelp("How the token is called in listings; the host name by default.", valueName: "text"))
    var label: String?

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options, anonymous: true)
        await session.tellRetries()
        let connection = try await session.client.open()
        let password = try passwordFile.map(PasswordPrompt.read(file:)) ?? PasswordPrompt.ask("Password of \(SafeText.visible(login)): ")
        let account = try await connection.logIn(login: login, password: password)
        let created = try await session.client.send(
            Request(
                "token.create", ["scope": scope, "label": label ?? "reviewctl on \(Self.hostName)", "key": IdempotencyKey.make()])
        ).orThrow().result
        guard let token = Self.token(created) else { throw ClientError.notOurProtocol("token.create answered without a token") }
        // The new token stands before the old one is given up: a login is never lost in between.
        let old = try? Profile.load(session.profileName)  // try?: a damaged file is replaced
        let profile = Profile(
            server: session.address.description, usesTLS: session.tls != nil, authorities: absolute(authorities),
            certificate: absolute(options.certificate), certificateKey: absolute(options.certificateKey),
            login: account["login"]?.text ?? login, role: account["role"]?.text ?? "", organisation: account["organisation"]?.text,
            token: token, tokenID: Self.identifier(created))
        try profile.save(session.profileName)
        if let old, old.server == profile.server, old.login == profile.login, let id = old.tokenID {
            // try?: the old token may have expired or been revoked.
            _ = try? await session.client.send(Request("token.revoke", ["token": id, "key": IdempotencyKey.make()]))
        }
        session.forgetVerbs()
        await connection.quit()
        Terminal.hint(
            SafeText.visible("Logged in to \(profile.server) as \(profile.login), \(profile.role)\(profile.organisation.map { " of \($0)" } ?? "")."))
    }

    private var authorities: String? { options.caFile ?? Options.environment("REVIEWCTL_CA_FILE") }

    /// A path that is still right when the next command runs elsewhere.
    private func absolute(_ path: String?) -> String? { path.map { URL(fileURLWithPath: $0).standardizedFileURL.path } }

    private static var hostName: String { ProcessInfo.processInfo.hostName }

    private static func token(_ created: JSONValue) -> String? {
        (created.members ?? []).compactMap(\.1.text).first { $0.hasPrefix("rvt_") }
    }

    private static func identifier(_ created: JSONValue) -> String? {
        (created.members ?? []).compactMap(\.1.text).first { $0.hasPrefix("T-") }
    }
}
