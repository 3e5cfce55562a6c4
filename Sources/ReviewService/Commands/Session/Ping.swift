extension Command {
    static let ping = Command.read("ping", "Answer, and do nothing else.") { _ in .done() }
}
