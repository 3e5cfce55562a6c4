import Postgres
import ReviewModel

/// How far a login's token reaches.
package enum TokenScope: String, Sendable, CaseIterable, PostgresValue {
    case all, read
}

/// Who speaks on a connection, fixed at login; row-level security reads it from the transaction's settings.
package struct Actor: Sendable, Equatable {
    package var account: AccountID?
    package var login: String?
    package var organisation: String?
    package var role: Role
    package var scope: TokenScope
    package var isHead: Bool
    /// What let it in, so that its sessions end when that ends: `token T-…`, `certificate …` or `password` with the instant of its last change.
    package var credential: String
    /// The public key (SubjectPublicKeyInfo) of the TLS client certificate that its connection showed, and so holds; nil without one.
    package var certificate: Digest?

    package init(
        account: AccountID?, login: String?, organisation: String?, role: Role, scope: TokenScope = .all, isHead: Bool = false,
        credential: String = "", certificate: Digest? = nil
    ) {
        self.account = account
        self.login = login
        self.organisation = organisation
        self.role = role
        self.scope = scope
        self.isHead = isHead
        self.credential = credential
        self.certificate = certificate
    }

    /// The login that is live in its session; nil for who is not logged in.
    package var live: SignIn.Live? { account.map { SignIn.Live(account: $0, credential: credential) } }

    /// Everyone who is not logged in.
    package static let `public` = Actor(account: nil, login: nil, organisation: nil, role: .public)

    /// Jobs and sign-in; no client can be it (DOMAIN §5).
    package static let system = Actor(account: nil, login: nil, organisation: nil, role: .system)

    package var context: ActorContext {
        ActorContext(account: account?.description ?? "", organisation: organisation ?? "", role: role.rawValue, isHead: isHead)
    }
}
