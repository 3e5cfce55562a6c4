extension Command {
    static let guidelineList = Command.list(
        "guideline.list", "List the OHCHR Principles and Guidelines, by which impact is judged.", .ascending(.int("_position"))
    ) { _ in
        "select kind, number, title, verified, position as _position from guideline"
    }
}
