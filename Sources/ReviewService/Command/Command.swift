import Postgres
import ReviewModel
import ReviewWire

/// A verb of the protocol as a value: who may say it, what it takes, and what it does.
///
/// Help, usage, role refusals and the index of docs/PROTOCOL.md derive from it; the Dispatcher checks role and arguments before `run`.
package struct Command: Sendable {
    /// What the verb does to the record, and with it which machinery the Dispatcher puts around it.
    package enum Action: Sendable {
        /// Changes something: a transaction with `key=` and `dry=`.
        case mutate(Bound<Context, Reply>)
        /// Answers from one pipelined unit.
        case read(Bound<Reader, Reply>)
        /// Rows by keyset: `limit=` and `after=`.
        case list(Listing, Bound<Reader, SQL>)
        /// Answered by the connection's session itself.
        case session
    }

    package let name: String
    package let summary: String
    package let roles: Set<Role>
    package let arguments: [ArgumentDescription]
    package let body: BodyRule
    package let action: Action
    /// The names of its own arguments and of those that every verb of its kind takes (PROTOCOL §3).
    package let argumentNames: Set<String>
    /// Whether its arguments or its answer hold a secret: the session refuses it with 433 on a channel that is neither TLS nor local.
    package private(set) var carriesSecret = false
    /// Whether its answer is taken away to be kept elsewhere, which the access log says (DOMAIN §7).
    private(set) var isExport = false

    package var isRead: Bool {
        switch action {
        case .read, .list: true
        case .mutate, .session: false
        }
    }

    package var isMutation: Bool { if case .mutate = action { true } else { false } }

    /// A verb that changes something.
    package init<each Value: ArgumentValue>(
        _ name: String, _ summary: String, roles: Set<Role>, body: BodyRule = .none, arguments: repeat Argument<each Value>,
        run: @escaping @Sendable (Context, repeat each Value) async throws -> Reply
    ) {
        self.init(name, summary, roles, body, describe(repeat each arguments), .mutate(Bound(repeat each arguments, run: run)))
    }

    /// A verb that reads.
    package static func read<each Value: ArgumentValue>(
        _ name: String, _ summary: String, roles: Set<Role> = .everyone, arguments: repeat Argument<each Value>,
        run: @escaping @Sendable (Reader, repeat each Value) async throws -> Reply
    ) -> Command {
        Command(name, summary, roles, .none, describe(repeat each arguments), .read(Bound(repeat each arguments, run: run)))
    }

    /// A verb that lists: `query` gives a select whose columns hold those of `listing`.
    package static func list<each Value: ArgumentValue>(
        _ name: String, _ summary: String, roles: Set<Role> = .everyone, _ listing: Listing, arguments: repeat Argument<each Value>,
        query: @escaping @Sendable (Reader, repeat each Value) async throws -> SQL
    ) -> Command {
        Command(
            name, summary, roles, .none, describe(repeat each arguments),
            .list(listing, Bound(repeat each arguments, run: query)))
    }

    /// A verb that the session answers: it stands here so that help and the documents know it.
    package static func session<each Value: ArgumentValue>(
        _ name: String, _ summary: String, roles: Set<Role> = .everyone, arguments: repeat Argument<each Value>
    ) -> Command {
        Command(name, summary, roles, .none, describe(repeat each arguments), .session)
    }

    /// The same verb, for secure channels only.
    package func carryingSecret() -> Command {
        var command = self
        command.carriesSecret = true
        return command
    }

    /// The same verb, whose every answer is recorded as an export.
    package func recordedAsExport() -> Command {
        var command = self
        command.isExport = true
        return command
    }

    private init(
        _ name: String, _ summary: String, _ roles: Set<Role>, _ body: BodyRule, _ arguments: [ArgumentDescription], _ action: Action
    ) {
        self.name = name
        self.summary = summary
        self.roles = roles
        self.body = body
        self.arguments = arguments
        self.action = action
        let common =
            switch action {
            case .mutate: ["key", "dry"]
            case .list: ["key", "limit", "after"]
            case .read, .session: ["key"]
            }
        argumentNames = Set(arguments.map(\.name) + common)
    }
}

extension Set<Role> {
    /// Every role that a client can have, the one of those not logged in included.
    package static let everyone: Set<Role> = [.public, .state, .cso, .expert, .secretariat]
    /// Every role that a login can have.
    package static let members: Set<Role> = [.state, .cso, .expert, .secretariat]
}
