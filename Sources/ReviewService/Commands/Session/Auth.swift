extension Command {
    static let auth = Command.session(
        "auth", "Begin to log in.", arguments: Argument<Label>("mech", "one of those in the greeting"),
        Argument<Opaque?>("data", "the mechanism's first message, as base64, or the token"))
}
