extension Command {
    static let authStep = Command.session(
        "auth.step", "Go on with the log-in after a 334.", arguments: Argument<Opaque>("data", "the mechanism's next message, as base64"))
}
