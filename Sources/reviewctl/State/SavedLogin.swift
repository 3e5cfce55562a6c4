import Foundation
import ReviewClient
import ReviewWire

/// Turns a password into a kept token: SCRAM once, `token.create`, a private file.
struct SavedLogin {
    /// Not logged in.
    let session: Session

    /// Connects, does what comes `before`, logs in and saves the profile; its token replaces the one that was kept for the same account.
    /// The password is known by now: an idle connection would not outlast a person who is asked for it.
    func make(
        login: String, password: String, scope: String = "all", label: String? = nil,
        before: (ReviewConnection) async throws -> Void = { _ in }
    ) async throws {
        let connection = try await session.client.open()
        try await before(connection)
        let account = try await connection.logIn(login: login, password: password)
        let created = try await connection.send(
            Request(
                "token.create",
                [
                    "scope": scope, "label": label ?? "reviewctl on \(ProcessInfo.processInfo.hostName)", "key": IdempotencyKey.make(),
                ])
        ).orThrow().result
        guard let token = created["token"]?.text else { throw ClientError.notOurProtocol("token.create answered without a token") }
        // The new token stands before the old one is given up: a login is never lost in between.
        let old = try? Profile.load(session.profileName)  // try?: a damaged file is replaced
        let profile = Profile(
            server: session.address.description, usesTLS: session.tls != nil, authorities: session.tls?.trust.path,
            certificate: session.tls?.identity?.certificatePath, certificateKey: session.tls?.identity?.keyPath,
            login: account["login"]?.text ?? login, role: account["role"]?.text ?? "",
            organisation: account["organisation"]?.text, token: token, tokenID: created["id"]?.text)
        try profile.save(session.profileName)
        if let old, old.server == profile.server, old.login == profile.login, let id = old.tokenID {
            // try?: the old token may have expired or been revoked.
            _ = try? await connection.send(Request("token.revoke", ["token": id, "key": IdempotencyKey.make()]))
        }
        PrivateFile.remove(VerbBook.path(server: profile.server, login: profile.login))
        await connection.quit()
        tell(profile)
    }

    private func tell(_ profile: Profile) {
        let organisation = profile.organisation.map { " of \($0)" } ?? ""
        Terminal.hint(SafeText.visible("Logged in to \(profile.server) as \(profile.login), \(profile.role)\(organisation)."))
    }
}

/// What the server keeps of a new password, computed here so that it never sees the password.
enum NewPassword {
    static let charactersMin = 12

    /// Asks twice, or reads a file; throws `Failure` when the two differ or it is too short.
    static func choose(file: String?) throws -> String {
        let password: String
        if let file {
            password = try PasswordPrompt.read(file: file)
        } else {
            password = try PasswordPrompt.ask("New password: ")
            guard try PasswordPrompt.ask("Once more: ") == password else { throw Failure(.usage, "The two were not the same.") }
        }
        guard password.count >= charactersMin else {
            throw Failure(.usage, "A password has at least \(charactersMin) characters; four random words are a good one.")
        }
        return password
    }

    /// `caps`: the server's, which say how many iterations every password has there.
    static func arguments(_ password: String, caps: JSONValue) throws -> [RequestField] {
        guard let iterations = caps["scram_iterations"]?.integer, (Scram.iterationsMin...Scram.iterationsMax).contains(Int(iterations))
        else {
            throw ClientError.notOurProtocol("its caps name no reasonable scram_iterations")
        }
        do {
            let credential = try ScramCredential.make(password: password, iterations: Int(iterations))
            return [
                RequestField("salt", Base64.encode(credential.salt)), RequestField("iterations", String(credential.iterations)),
                RequestField("stored_key", Base64.encode(credential.storedKey)),
                RequestField("server_key", Base64.encode(credential.serverKey)),
            ]
        } catch {
            throw Failure(.usage, "The password holds characters that no password may hold.")
        }
    }
}
