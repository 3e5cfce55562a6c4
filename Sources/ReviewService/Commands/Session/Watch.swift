extension Command {
    static let watch = Command.session(
        "watch", "Be told of events as they happen.", arguments: Argument<Label>("topic", "such as review/R-4KT9M2QX7C"),
        Argument<Opaque?>("after", "the cursor of the last event that you saw"))
}
