extension Command {
    static let quit = Command.session(
        "quit", "End the connection.")
}
