extension Command {
    static let unwatch = Command.session(
        "unwatch", "Be told no longer.", arguments: Argument<Int>("watch", "its number"))
}
