extension Command {
    static let hello = Command.session(
        "hello", "Say which protocol you speak.",
        arguments: Argument<Label>("proto", "rvw/1"), Argument<Label?>("agent", "the name of your program"))
}
