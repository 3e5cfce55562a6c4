import Foundation
import ReviewClient
import ReviewWire

/// One run's way to the daemon: address, saved login, and the client that reconnects.
struct Session: Sendable {
    let address: ServerAddress
    let tls: ClientTLS?
    let profileName: String
    /// The login in use; nil speaks as the public.
    let profile: Profile?
    let client: RetryingClient

    /// As whom this session speaks: the login, the file of the certificate that stands for one, or "-".
    var login: String { profile?.login ?? tls?.identity?.certificatePath ?? "-" }

    /// Throws `Failure` for an address that is none or a channel that is not safe. A saved token goes to its own server only.
    init(_ options: Options, anonymous: Bool = false) throws {
        profileName = options.profileName
        let saved = try Profile.load(profileName)
        let named = options.server ?? (saved == nil ? Environment["REVIEWCTL_SERVER"] : nil)
        let text = named ?? saved?.server ?? "localhost"
        guard let address = ServerAddress(text) else {
            throw Failure(.usage, "'\(text)' is not an address: host, host:port or unix:/path.")
        }
        self.address = address
        let isHome = saved.flatMap { ServerAddress($0.server) } == address
        profile = isHome && !anonymous ? saved : nil
        if profile == nil, options.profile != nil, !anonymous {
            throw Failure(.loginNeeded, "There is no login saved as '\(profileName)' for \(address): reviewctl login -p \(profileName).")
        }
        tls = try Self.tls(options, address, isHome ? saved : nil)
        client = Self.client(options, address, tls, token: profile?.token, anonymous: anonymous)
    }

    private static func tls(_ options: Options, _ address: ServerAddress, _ saved: Profile?) throws -> ClientTLS? {
        guard options.tls ?? saved?.usesTLS ?? !address.isLocal else {
            guard address.isLocal else {
                throw Failure(.usage, "Plain text is spoken on a loopback address or a Unix socket only; \(address) needs TLS.")
            }
            return nil
        }
        let authorities = absolute(options.caFile ?? Environment["REVIEWCTL_CA_FILE"]) ?? saved?.authorities
        var identity: ClientTLS.Identity?
        if let certificate = absolute(options.certificate) ?? saved?.certificate,
            let key = absolute(options.certificateKey) ?? saved?.certificateKey
        {
            identity = .init(certificatePath: certificate, keyPath: key)
        }
        return ClientTLS(trust: authorities.map { .file(path: $0) } ?? .systemRoots, identity: identity)
    }

    /// A path that is still right when the next command, with the saved login, runs elsewhere.
    private static func absolute(_ path: String?) -> String? { path.map { URL(fileURLWithPath: $0).standardizedFileURL.path } }

    private static func client(
        _ options: Options, _ address: ServerAddress, _ tls: ClientTLS?, token: String?, anonymous: Bool
    ) -> RetryingClient {
        let silenceSeconds = options.timeout
        let usesCertificate = tls?.identity != nil && !anonymous
        return RetryingClient(policy: RetryPolicy(attemptsMax: options.attempts), onRetry: tellRetry) {
            let connection = try await ReviewConnection.connect(to: address, tls: tls, silenceSeconds: silenceSeconds)
            do {
                try await connection.hello(agent: Agent.name)
                if let token {
                    try await connection.logIn(token: token)
                } else if usesCertificate, connection.offers("external") {
                    try await connection.logInWithCertificate()
                }
                return connection
            } catch {
                await connection.close()
                if token != nil, case ClientError.refused(let refusal) = error, refusal.code == .credentials {
                    throw Failure(.loginNeeded, "The saved login is no longer good (\(refusal)). Log in again: reviewctl login")
                }
                throw error
            }
        }
    }

    /// Tells a person who looks on why it takes so long.
    @Sendable private static func tellRetry(attempt: Int, reason: String) {
        Terminal.hint(SafeText.visible("attempt \(attempt) failed, trying again: \(reason)"))
    }

    /// The verbs of one's role: kept ones of today, else asked from the server; nil when it has no `help`.
    func verbs() async throws -> VerbBook? {
        let greeting = try await client.open().greeting
        let day = String((greeting["time"]?.text ?? "").prefix(10))
        if let kept = keptVerbs, kept.day == day { return kept }
        do {
            let book = try await VerbBook.ask(client, day: day)
            book.keep(server: address.description, login: login)
            return book
        } catch ClientError.refused {
            return nil
        }
    }

    /// The verbs as they were last heard, without a connection.
    var keptVerbs: VerbBook? { VerbBook.kept(server: address.description, login: login) }

    /// Asks again: the server knows a verb, or a meaning, that is not in what was kept.
    func forgetVerbs() { PrivateFile.remove(VerbBook.path(server: address.description, login: login)) }
}
