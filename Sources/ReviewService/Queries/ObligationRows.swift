import Postgres

/// What every answer about an obligation holds.
enum ObligationRows {
    static let columns: SQL = """
        o.id, o.review, r.party, o.stage, o.rule, o.owed_by, o.document_kind, o.document, o.state, o.due_at, o.due_zone,
        o.due_local_date || ' ' || o.due_local_time as due_local, o.due_provisional as provisional, o.original_due_at, o.ver
        """
    static let source: SQL = "obligation o join review r on r.id = o.review join cycle c on c.id = r.cycle"
}
