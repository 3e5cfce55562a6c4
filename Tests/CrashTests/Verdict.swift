import Postgres

/// What the clients were told, compared with what the database holds.
struct Verdict {
    /// Sentences about what is missing, doubled or contradicted; empty when all is well.
    private(set) var faults: [String] = []
    private(set) var stored = 0

    /// Reads every document and every key of this run.
    init(_ ledger: Ledger, prefix: String, in database: ConnectionString) async throws {
        let connection = try await Connection.open(database)
        let tables = try await connection.flight([
            """
            select d.title, d.id,
                (select count(*) from reviewd.document_version v where v.document = d.id and not v.is_draft),
                (select count(*) from reviewd.event e where e.document = d.id and e.name = 'document.submitted')
            from reviewd.document d where starts_with(d.title, \(prefix))
            """,
            "select key, document from reviewd.idempotency where starts_with(key, \(prefix))",
        ])
        await connection.close()
        let documents = try tables[0].rows(as: (String, String, Int, Int).self)
        let keys = Dictionary(
            try tables[1].rows(as: (String, String?).self).map { ($0.0, $0.1 ?? "nothing") }, uniquingKeysWith: { "\($0) and \($1)" })
        stored = documents.count
        compare(documents, keys, told: await ledger.documents)
        faults += await ledger.contradictions
    }

    private mutating func compare(
        _ documents: [(String, String, Int, Int)], _ keys: [String: String], told: [String: String]
    ) {
        var byTitle: [String: String] = [:]
        for (title, id, versions, events) in documents {
            if let other = byTitle.updateValue(id, forKey: title) { faults.append("\(title) is stored twice: \(other) and \(id)") }
            if keys[title] != id { faults.append("\(title) is stored as \(id), its key says \(keys[title] ?? "nothing")") }
            if (versions, events) != (1, 1) { faults.append("\(id) has \(versions) versions and \(events) events of its submission") }
        }
        for (key, id) in told where byTitle[key] != id {
            faults.append("\(key) was acknowledged as \(id) and is stored as \(byTitle[key] ?? "nothing")")
        }
        // Every client went on until it was told, so that nothing may be stored beyond what was acknowledged.
        for title in byTitle.keys where told[title] == nil { faults.append("\(title) is stored and was never acknowledged") }
        for key in keys.keys where byTitle[key] == nil { faults.append("\(key) is kept without its document") }
    }
}
