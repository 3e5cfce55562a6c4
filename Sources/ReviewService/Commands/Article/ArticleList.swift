import ReviewModel

extension Command {
    static let articleList = Command.list(
        "article.list", "List the articles of the instruments.", .ascending(.text("instrument"), .int("_position")),
        arguments: Argument<Instrument?>("instrument", "only this one's")
    ) { _, instrument in
        """
        select instrument, number, title, position as _position
        from article
        where \(instrument)::text is null or instrument = \(instrument)
        """
    }
}
