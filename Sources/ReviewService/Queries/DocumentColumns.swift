import Postgres

/// What a reader is shown of documents, wherever they are listed: the author only where authorship is visible, and nothing of a file's name.
enum DocumentColumns {
    static let select: SQL = """
        select d.id, d.review, d.stage, d.kind, d.state, d.title, d.language, d.instrument, \(word(of: "d.audience")) as audience,
            \(visible("d.answers")) as answers, \(visible("d.translation_of")) as translation_of, d.version, d.ver, a.created_at,
            nullif(d.submitted_at, 'infinity') as submitted_at, d.submitted_at as _received_at, d.received_late as late, d.published_at,
            d.withheld_until,
            d.source_hidden, a.organisation, a.organisation = reader_organisation() as own
        from document d left join authorship a on a.document = d.id
        """

    /// Another document that this one names, only while the reader may see that too.
    private static func visible(_ other: SQL) -> SQL {
        "case when \(other) is not null then (select t.id from document t where t.id = \(other)) end"
    }

    /// The word of a rank of the ladder.
    private static func word(of column: SQL) -> SQL {
        "(array['own', 'officer', 'experts', 'team', 'stakeholders', 'public'])[\(column) + 1]"
    }
}
