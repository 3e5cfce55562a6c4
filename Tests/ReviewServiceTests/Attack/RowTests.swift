import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Row-level security alone: the daemon's own login with a reader's settings, and not one predicate of the application's.
@Suite struct RowTests {
    /// What a table's rows may show to a reader.
    enum Rule: Sendable {
        /// Public facts, in which nothing hangs on a document.
        case facts
        /// Rows about a document, in that column; null where they are about none.
        case document(String)
        /// Rows about something owed, in that column, which may be an answer to a document.
        case owed(String)
        /// Rows that tell who wrote a document, in that column.
        case author(String)
        /// What somebody did; as an author only where authorship is visible.
        case deed
        /// Rows of one organisation or of one account, for those only; `others` sees all of them.
        case organisation(String, others: Set<String>)
        case account(String, others: Set<String>)
        /// Octets of an upload.
        case octets
        /// What stands in public.
        case placeholder
        /// Who holds a function in a review: for those who take part.
        case participants
        /// What an event says: of a document, or of somebody's own.
        case event
        /// A message, in that column: its recipient's, and when it could not leave its officer's and the head's.
        case message(String)
    }

    static let secretariat: Set<String> = ["head", "officer", "clerk"]
    static let rules: [String: Rule] = [
        "installation": .facts, "rehearsal_clock": .facts, "instrument": .facts, "article": .facts, "guideline": .facts, "party": .facts,
        "party_name": .facts, "party_group": .facts, "party_status": .facts, "calendar": .facts, "calendar_year": .facts, "holiday": .facts,
        "procedure_version": .facts, "organisation": .facts, "accreditation": .facts, "accreditation_objection": .facts, "cycle": .facts,
        "cycle_group": .facts, "review": .facts, "stage_run": .facts, "anchor": .facts, "window_run": .facts, "schema_migration": .facts,
        "document": .document("id"), "document_version": .document("document"), "authorship": .author("document"),
        "clearance_step": .author("document"), "obligation": .document("document"), "event": .event, "event_actor": .deed,
        "placeholder": .placeholder, "upload": .organisation("organisation", others: []), "upload_chunk": .octets,
        "organisation_storage": .organisation("organisation", others: []),
        "account": .organisation("organisation", others: secretariat), "invitation": .organisation("organisation", others: secretariat),
        "accreditation_contact": .organisation("accreditation", others: secretariat), "credential": .account("account", others: []),
        "token": .account("account", others: []), "certificate": .account("account", others: []),
        "idempotency": .account("account", others: []), "access_log": .account("account", others: ["head"]),
        "conflict": .account("account", others: ["head", "officer"]), "nomination": .participants,
        "alarm": .owed("obligation"), "alarm_substitute": .account("told", others: ["head", "officer"]),
        "extension_request": .owed("obligation"), "agenda_item": .owed("obligation"),
        "reminder": .account("recipient", others: ["officer"]),
        "schedule_hold": .account("recipient", others: secretariat), "job_run": .account("job", others: secretariat),
        "notice": .account("account", others: []), "notice_preference": .account("account", others: []),
        "webhook": .organisation("organisation", others: []), "outbox": .message("id"),
        "outbox_notice": .message("outbox"), "outbox_address": .account("outbox", others: []),
        "self_check": .account("finding", others: secretariat), "wake": .account("review", others: []),
    ]

    private func rows(_ query: SQL, as who: String, _ papers: Papers) async throws -> Table {
        try await papers.house.service.pool.read(try papers.house.actor(who).context, [query]).tables[0]
    }

    /// A whole table, each row as texts by column. Its name is data here, so that the statement is put together in the database.
    private func everything(_ table: String, as who: String, _ papers: Papers) async throws -> [[String: String]] {
        let result = try await rows(
            """
            select unnest(xpath('//row/j/text()',
                query_to_xml('select to_jsonb(t)::text as j from ' || quote_ident(\(table)::text) || ' t', true, false, '')))::text
            """, as: who, papers)
        return try (0..<result.count).map { row in
            let json = (result.text(row, 0) ?? "{}").replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
            let members = try JSONParser.parse(Array(json.utf8)).members ?? []
            return Dictionary(uniqueKeysWithValues: members.compactMap { name, value in value.column.map { (name, $0) } })
        }
    }

    @Test func `every table of the schema is known to this test`() async throws {
        let papers = try await Papers.shared.value
        let names = try await rows("select tablename::text from pg_tables where schemaname = 'reviewd'", as: "public", papers)
        let tables = Set((0..<names.count).compactMap { names.text($0, 0) })
        #expect(tables == Set(Self.rules.keys), "say in `rules` who may see the rows of a new table")
    }

    @Test(arguments: [
        "alarm", "alarm_substitute", "reminder", "extension_request", "agenda_item", "schedule_hold", "job_run", "notice",
        "notice_preference", "outbox",
        "outbox_notice", "outbox_address", "webhook",
    ])
    func `there is something to see in what the clock and the people bring about`(table: String) async throws {
        let papers = try await Papers.shared.value
        let count: SQL = """
            select (xpath('count(//row)', query_to_xml('select 1 as x from ' || quote_ident(\(table)::text), false, false, '')))[1]::text::int
            """
        let counted = try await papers.house.service.pool.read(Actor.system.context, [count]).tables[0]
        #expect(try counted.decode(0, as: Int.self) > 0)
    }

    /// The messages that `who` may see: one's own, and those that the officer and the head have to look after.
    private func messages(of who: String, _ papers: Papers) async throws -> Set<String> {
        let mayMend = ["head", "officer"].contains(who)
        let table = try await papers.house.service.pool.read(
            Actor.system.context,
            [
                """
                select id from outbox
                where account = \(papers.house.actors[who]?.account)
                    or \(mayMend)::bool and state in ('dead', 'dropped') and (\(who) = 'officer' or not is_confidential)
                """
            ]
        ).tables[0]
        return Set(try table.rows(as: String.self))
    }

    @Test func `what hangs on a person or a document is under forced row-level security`() async throws {
        let papers = try await Papers.shared.value
        let names = try await rows(
            "select relname::text from pg_class where relnamespace = 'reviewd'::regnamespace and relrowsecurity and relforcerowsecurity",
            as: "public", papers)
        let forced = Set((0..<names.count).compactMap { names.text($0, 0) })
        for (table, rule) in Self.rules {
            switch rule {
            case .facts, .placeholder: continue
            default: #expect(forced.contains(table), "\(table)")
            }
        }
    }

    @Test func `a select of every row of every table shows a reader nothing beyond the rule`() async throws {
        let papers = try await Papers.shared.value
        for who in papers.house.actors.keys.sorted() {
            let messages = try await messages(of: who, papers)
            for (table, rule) in Self.rules.sorted(by: { $0.key < $1.key }) where table != "schema_migration" {
                let rows = try await everything(table, as: who, papers)
                for row in rows where !isAllowed(row, rule, who, papers, messages) { Issue.record("\(who) sees \(row) of \(table)") }
                if case .document("id") = rule {
                    #expect(Set(rows.compactMap { $0["id"] }) == papers.oracle.visible(to: papers.oracle.reader(who)), "\(who)")
                }
                let secrets = papers.oracle.secrets(from: papers.oracle.reader(who)).map { $0.replacing("\"", with: "") }
                guard !secrets.isEmpty, !["organisation", "account", "accreditation", "nomination", "invitation"].contains(table) else {
                    continue
                }
                for row in rows where row["owner_organisation"] == nil {
                    #expect(!row.values.contains { secrets.contains($0) || $0 == papers.fileName }, "\(who) \(table)")
                }
            }
        }
    }

    @Test func `the record takes inserts only, from its owner and a superuser too`() async throws {
        try await PeopledService.with { house in
            let refused = try await house.reply("ngo", "review.cancel review=\(house.review) if=1 reason=x")
            #expect(refused.code.isRefusal)
            let record: [(String, String, SQL)] = [
                ("event", "at", "select count(*) from event"), ("event_actor", "role", "select count(*) from event_actor"),
                ("access_log", "at", "select count(*) from access_log"),
            ]
            for (table, column, count) in record {
                // Nobody but who it is about, and the head, sees a row of the last one: the superuser does.
                if table != "access_log" { #expect(try await house.count(count) > 0, "\(table)") }
                for change in ["update \(table) set \(column) = \(column)", "delete from \(table)", "truncate \(table) cascade"] {
                    await #expect("\(change)") {
                        try await house.administer(change)
                    } throws: {
                        ($0 as? PostgresError)?.message.contains("takes inserts only") == true
                    }
                }
            }
        }
    }

    @Test func `no table lets the daemon's login change or remove what is on the record`() async throws {
        let papers = try await Papers.shared.value
        for statement: SQL in [
            "update event set name = 'x'", "delete from event", "delete from event_actor", "delete from access_log", "delete from document",
            "delete from authorship", "truncate event", "update installation set rehearsal = true", "delete from idempotency",
        ] {
            await #expect(throws: PostgresError.self) {
                _ = try await papers.house.service.pool.transaction(Actor.system.context) { try await $0.run(statement) }
            }
        }
    }

    private func isAllowed(_ row: [String: String], _ rule: Rule, _ who: String, _ papers: Papers, _ messages: Set<String>) -> Bool {
        let oracle = papers.oracle
        let reader = oracle.reader(who)
        func paper(_ column: String) -> Oracle.Paper? { oracle.papers.first { $0.id == row[column] } }
        switch rule {
        case .facts: return true
        case .document(let column): return row[column] == nil || paper(column).map { oracle.sees(reader, $0) } ?? false
        case .owed(let column):
            guard let answered = papers.answered[row[column] ?? ""] else { return true }
            return oracle.papers.first { $0.id == answered }.map { oracle.sees(reader, $0) } ?? false
        case .author(let column): return paper(column).map { oracle.seesAuthor(reader, $0) } ?? false
        case .event:
            if let paper = paper("document") {
                let isDrafting = ["document.drafted", "document.amended", "document.cleared"].contains(row["name"] ?? "")
                return oracle.sees(reader, paper) && (!isDrafting || reader.organisation == paper.organisation)
            }
            guard row["document"] == nil else { return false }
            return row["audience"] != "0" || papers.owns(row, who, reader) || papers.openUploads(row["subject"], reader)
        case .deed:
            guard let paper = paper("document") else { return row["document"] == nil }
            return oracle.sees(reader, paper) && (row["as_author"] == "f" || oracle.seesAuthor(reader, paper))
        case .organisation(let column, let others):
            return others.contains(who) || (row[column] != nil && row[column] == reader.organisation)
        case .account(let column, let others):
            guard !others.contains(who) else { return row["kind"] != "read" || paper("subject").map { oracle.sees(reader, $0) } ?? true }
            return row[column] != nil && row[column] == papers.house.actors[who]?.account?.description
        case .octets: return papers.seesOctets(of: row["upload"], reader)
        case .placeholder: return paper("document") != nil && row["organisation"] != "open-door"
        case .participants:
            let isSeen = row["review"] != papers.house.review || reader.clearance <= .stakeholders
            return who != "public" && (isSeen || row["organisation"] == reader.organisation)
        case .message(let column): return messages.contains(row[column] ?? "")
        }
    }
}

extension JSONValue {
    /// As PostgreSQL writes it; nil for null.
    fileprivate var column: String? {
        switch self {
        case .null: nil
        case .string(let text): text
        case .bool(let flag): flag ? "t" : "f"
        default: String(decoding: encoded(), as: UTF8.self)
        }
    }
}

extension Papers {
    /// One's own deeds are one's own; what is done to an organisation's people is known to them and to the head.
    fileprivate func owns(_ event: [String: String], _ who: String, _ reader: Oracle.Reader) -> Bool {
        if let account = event["owner_account"], account == house.actors[who]?.account?.description { return true }
        guard let organisation = event["owner_organisation"] else { return false }
        return organisation == reader.organisation || who == "head"
    }

    /// An upload that is its sender's own.
    fileprivate func openUploads(_ subject: String?, _ reader: Oracle.Reader) -> Bool {
        subject == uploads[0] && reader.organisation == "open-door" || subject == uploads[1] && reader.organisation == "lantern"
    }

    /// The one upload that became a document goes with that; the other is its organisation's.
    fileprivate func seesOctets(of upload: String?, _ reader: Oracle.Reader) -> Bool {
        guard upload == uploads[0] else { return reader.organisation == "lantern" }
        return oracle.papers.first { $0.name == "hidden file" }.map { oracle.sees(reader, $0) } ?? false
    }
}
