import ReviewWire

extension Command {
    static let whoami = Command.read("whoami", "Show as whom you speak.") { reader in
        let actor = reader.actor
        guard let account = actor.account else { return .done(["role": .string(reader.actor.role.rawValue)]) }
        return .done([
            "account": .string(account.description), "login": actor.login.map { .string($0) } ?? .null,
            "role": .string(reader.actor.role.rawValue), "organisation": actor.organisation.map { .string($0) } ?? .null,
            "scope": .string(actor.scope.rawValue), "head": .bool(actor.isHead),
        ])
    }
}
