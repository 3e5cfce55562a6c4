import Foundation

/// What pgbench is to run in place of the jobs and of the deliverer, as the database's log has it.
extension TimeBench {
    /// One review with all that is due in it. The number of the review stands in the identifiers of the fill.
    func firingPeer() throws -> PeerScript {
        let log = try listen(login: "reviewd") { copy in
            try tools.administer(
                """
                update alarm set state = 'skipped', cause = 'not listened to', settled_at = fires_at
                where state = 'pending' and review not in ('R-Z000000100', 'R-Z000000200')
                """, database: copy)
        } _: { copy in
            try job("fire", copy)
        }
        let found = log.transactions.filter { statements in statements.contains { $0.text.contains("insert into reminder") } }
        guard found.count == 2, found[0].map(\.text) == found[1].map(\.text) else {
            throw SocketError(text: "the database's log does not show how the daemon fires")
        }
        return PeerScript(
            statements: found[0], again: found[1], opening: "\\set k :k + 1\n\\set n :k * \(Self.atOnce) + :client_id + 1\n",
            expression: try expression())
    }

    /// One batch of messages, from its claim to the claim of the next one.
    func outboxPeer() throws -> PeerScript {
        let log = try listen(login: "reviewd_deliver") { copy in
            try tools.administer("delete from outbox_notice where outbox > 'M-Z000000299'", database: copy)
            try tools.administer("delete from outbox where id > 'M-Z000000299'", database: copy)
        } _: { copy in
            try deliver(copy)
        }
        let all = log.transactions
        // Mail and webhooks are claimed in turns.
        let claims = all.indices.filter { index in all[index].contains { $0.text.hasPrefix("with due as") } }
        guard claims.count >= 4 else { throw SocketError(text: "the database's log does not show how messages are sent") }
        let batches = [all[claims[0]..<claims[2]], all[claims[2]..<claims[4]]].map { batch in
            batch.flatMap { transaction in
                let begins = transaction.first?.text.lowercased() == "begin"
                return begins ? transaction : [.init(text: "begin")] + transaction + [.init(text: "commit")]
            }
        }
        guard batches[0].map(\.text) == batches[1].map(\.text) else { throw SocketError(text: "two batches of messages differ") }
        return PeerScript(
            statements: batches[0], again: batches[1], opening: "\\set k :k + 1\n\\set n :k + 1\n", expression: try expression())
    }

    /// Identifiers of the fill as functions of `n`: of a review or a batch, of a party's lead, of an officer.
    private func expression() throws -> @Sendable (Substring) -> String? {
        let parties = try count("select count(*) from account where login like 'fill-%' and is_lead", "base")
        return { token in
            let (prefix, number) = (token.prefix(3), token.dropFirst(3))
            // A random identifier may begin with the same letter.
            guard number.allSatisfy(\.isNumber) else { return nil }
            return switch prefix.last {
            case "Z": "'\(prefix)' || lpad(:n::text, 7, '0') || '\(number.suffix(2))'"
            case "Y": "'\(prefix)' || lpad((:n % \(parties))::text, 9, '0')"
            case "X": "'\(prefix)' || lpad((:n % 20)::text, 9, '0')"
            default: nil
            }
        }
    }

    /// The statements of that login while `work` runs on a copy that was prepared.
    private func listen(
        login: String, _ prepare: (_ database: String) throws -> Void, _ work: (_ database: String) throws -> Void
    ) throws -> StatementLog {
        try onCopy { copy in
            try prepare(copy)
            try tools.administer("alter system set log_line_prefix = '\(StatementLog.prefix)'")
            try tools.administer("alter role \(login) in database \(copy) set log_statement = 'all'")
            try tools.administer("select pg_reload_conf()")
            let before = try Data(contentsOf: URL(fileURLWithPath: daemon.serverLog)).count
            try work(copy)
            try tools.administer("alter system reset log_line_prefix")
            try tools.administer("select pg_reload_conf()")
            return StatementLog(
                String(decoding: try Data(contentsOf: URL(fileURLWithPath: daemon.serverLog)).dropFirst(before), as: UTF8.self))
        }
    }
}
