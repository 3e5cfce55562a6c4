import ArgumentParser
import ReviewClient
import ReviewWire

/// Makes an account, or recovers one's own, with the code of an invitation.
struct Join: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an account, or recover yours, with the code of an invitation.",
        discussion: "The password stays here: the server is sent what it needs to check it (SCRAM-SHA-256), and nothing to guess it from.")

    @Argument(help: "The login you want; when recovering, the account's own.")
    var login: String

    @Option(
        name: .long, help: ArgumentHelp("Read the invitation's code from a file; asked for otherwise.", valueName: "file"),
        completion: .file())
    var codeFile: String?

    @Option(
        name: .long, help: ArgumentHelp("Read the new password from a file; asked for otherwise.", valueName: "file"), completion: .file())
    var passwordFile: String?

    @Option(name: .long, help: ArgumentHelp("The language of your notices.", valueName: "ar|zh|en|fr|ru|es"))
    var language: String?

    @Option(name: .long, help: ArgumentHelp("The zone of dates in your notices, such as Africa/Nairobi.", valueName: "zone"))
    var zone: String?

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options, anonymous: true)
        let code = try codeFile.map(PasswordPrompt.read(file:)) ?? PasswordPrompt.ask("Code of the invitation: ")
        let password = try NewPassword.choose(file: passwordFile)
        var request = Request("account.join", ["code": code, "login": login])
        if let language { request.arguments.append(RequestField("language", language)) }
        if let zone { request.arguments.append(RequestField("zone", zone)) }
        try await SavedLogin(session: session).make(login: login, password: password) { connection in
            let caps = try await connection.send(Request("caps")).orThrow().result
            request.arguments += try NewPassword.arguments(password, caps: caps)
            try await connection.send(request).orThrow()
        }
    }
}
