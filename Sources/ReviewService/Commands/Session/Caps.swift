import ReviewWire

extension Command {
    static let caps = Command.read("caps", "Show the limits of this server.") { reader in
        Reply(.done, RawMembers(object: JSONValue.object(reader.service.limits.members).encoded()))
    }
}
