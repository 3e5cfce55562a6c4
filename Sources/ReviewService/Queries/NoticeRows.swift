import Postgres

/// What every answer about a notice holds.
enum NoticeRows {
    static let columns: SQL = "id, kind, review, party, obligation, stage, rule, due_at, due_zone, created_at"
}

/// What every answer about a message of the outbox holds.
enum OutboxRows {
    static let columns: SQL = """
        id, account, channel, webhook, review, is_digest as digest, state, message_id, attempt, next_attempt_at, last_error, settled_at,
        created_at, ver
        """
}
