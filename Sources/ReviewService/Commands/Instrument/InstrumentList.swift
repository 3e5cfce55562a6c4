extension Command {
    static let instrumentList = Command.list(
        "instrument.list", "List the instruments that reviews can be about.", .ascending(.text("id"))
    ) { _ in
        "select id, title, supplements, in_force_on, bound_after, denounced_after from instrument"
    }
}
