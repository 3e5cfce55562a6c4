import Postgres
import ReviewModel
import ReviewService
import Support
import Testing

/// What a reader may see is decided when the reader enters, and is never out of date while the transaction lasts.
@Suite struct ClearanceTests {
    private static let nothing = #"{"*": 5}"#

    private func held(_ transaction: Transaction) async throws -> String {
        try await transaction.one("select clearances()::text", as: String.self)
    }

    /// Runs `body` as that person and undoes what it did.
    private func undone(_ house: PeopledService, as login: String, _ body: (Transaction) async throws -> Void) async throws {
        await #expect(throws: RolledBack<Bool>.self) {
            try await house.service.pool.transaction(try house.actor(login).context) { transaction in
                try await body(transaction)
                throw RolledBack(true)
            }
        }
    }

    private func name(_ login: String, _ function: Function, in house: PeopledService, from: SQL = "moment()") throws -> SQL {
        let actor = try house.actor(login)
        return """
            insert into nomination (id, review, account, organisation, function, note_verbale, during, nominated_by, nominated_at)
            values ('N-0000000000', \(house.review), \(actor.account), \(actor.organisation), \(function.rawValue), 'NV/1',
                tstzrange(\(from), null), \(actor.account), moment())
            """
    }

    @Test func `they are decided once for each transaction, whether a row is hidden, absent or one of many`() async throws {
        try await PeopledService.with { house in
            let hidden = try await house.made(
                "survivors", "document.submit review=\(house.review) kind=contribution lang=en title=x source=hidden", body: "x")
            let administrator = try await Connection.open(house.installation.superuser.with(database: house.installation.database))
            try await administrator.script("alter database \(house.installation.database) set track_functions = 'all'")
            await administrator.close()
            let pool = Pool(house.installation.daemon, sizes: Pool.Sizes(shared: 1, leased: 1), enter: Service.enter)
            try await pool.start()
            let calls: SQL = "select calls from pg_stat_xact_user_functions where funcname = 'clearances_of'"
            for query: SQL in [
                "select from document where id = \(hidden)", "select from document where id = 'D-0000000000'",
                "select from document join authorship on document = id join event on event.document = id",
                "select from conflict, nomination",
            ] {
                let tables = try await pool.read(try house.actor("delegate").context, [calls, query, query, calls]).tables
                let entering = try tables[0].decode(0, as: Int.self)
                #expect(entering > 0)
                #expect(try tables[3].decode(0, as: Int.self) == entering, "\(query.text)")
            }
            await pool.stop()
        }
    }

    @Test(arguments: ["select", "select set_config('reviewd.clearances', '', false)"])
    func `a reader who has not entered sees what the public sees`(before: String) async throws {
        let papers = try await Papers.shared.value
        let officer = try papers.house.actor("officer")
        let connection = try await Connection.open(papers.house.installation.daemon)
        _ = try await connection.script(before)
        let table = try await connection.flight([
            """
            select set_config('reviewd.account', \(officer.account), true), set_config('reviewd.role', 'secretariat', true),
                set_config('reviewd.now', '2026-11-02', true)
            """,
            "select clearances()::text", "select id from document",
        ])
        await connection.close()
        #expect(try table[1].decode(0, as: String.self) == Self.nothing)
        let shown = try table[2].rows(as: String.self)
        #expect(Set(shown) == papers.oracle.visible(to: papers.oracle.reader("public")))
    }

    @Test func `a nomination or a conflict of the reader's own counts from the next statement on`() async throws {
        try await PeopledService.with { house in
            let (review, delegate) = (house.review, try house.actor("delegate"))
            try await undone(house, as: "delegate") { transaction in
                #expect(try await held(transaction) == #"{"*": 4, "\#(review)": 3}"#)
                try await transaction.run(
                    """
                    insert into conflict (id, review, account, reason, declared_by, declared_at)
                    values ('C-0000000000', \(review), \(delegate.account), 'x', \(delegate.account), moment())
                    """)
                #expect(try await held(transaction) == #"{"*": 4, "\#(review)": 5}"#)
                try await transaction.run("update conflict set state = 'lifted'")
                #expect(try await held(transaction) == #"{"*": 4, "\#(review)": 3}"#)
                try await transaction.run(try name("delegate", .expert, in: house))
                #expect(try await held(transaction) == #"{"*": 4, "\#(review)": 2}"#)
                try await transaction.run(
                    "update nomination set during = tstzrange(lower(during), moment()) where account = \(delegate.account)")
                #expect(try await held(transaction) == #"{"*": 4}"#)
            }
            let afterwards = try await house.service.pool.read(delegate.context, ["select clearances()::text"]).tables[0]
            #expect(try afterwards.decode(0, as: String.self) == #"{"*": 4, "\#(review)": 3}"#)
        }
    }

    @Test(arguments: [("delegate", "organisation"), ("ngo", "organisation"), ("ngo", "accreditation")])
    func `who belongs to what is suspended holds nothing, from the next statement on`(login: String, table: String) async throws {
        try await PeopledService.with { house in
            let organisation = try house.actor(login).organisation
            let suspend: SQL =
                table == "organisation"
                ? "update organisation set state = 'suspended' where id = \(organisation)"
                : "update accreditation set state = 'suspended' where organisation = \(organisation)"
            try await undone(house, as: login) { transaction in
                // A function that the verbs would not give to civil society counts no more than another.
                try await transaction.run(try name(login, .observer, in: house))
                let before = try await held(transaction)
                #expect(before == #"{"*": 4, "\#(house.review)": 3}"#)
                await #expect(throws: RolledBack<String>.self) {
                    try await transaction.savepoint {
                        try await transaction.run(suspend)
                        throw RolledBack(try await held(transaction))
                    }
                }
                #expect(try await held(transaction) == before, "what a savepoint undoes is undone")
                try await transaction.run(suspend)
                #expect(try await held(transaction) == Self.nothing)
                let functions: SQL = "select cardinality(functions), class from participation where review = \(house.review)"
                #expect(try await transaction.one(functions, as: (Int, String?).self) == (0, nil))
            }
        }
    }

    @Test func `while the system acts all is seen, and afterwards the reader is itself again, even after a fault`() async throws {
        try await PeopledService.with { house in
            try await undone(house, as: "delegate") { transaction in
                let own = try await held(transaction)
                let context = Context(
                    actor: try house.actor("delegate"), service: house.service, transaction: transaction, now: try await transaction.now)
                #expect(try await context.asSystem { try await held($0.transaction) } == #"{"*": 0}"#)
                #expect(try await held(transaction) == own)
                await #expect(throws: RolledBack<Bool>.self) { try await context.asSystem { _ in throw RolledBack(true) } }
                #expect(try await held(transaction) == own)
                // What the system changes about the reader holds when the reader is back.
                try await context.asSystem {
                    try await $0.transaction.run("update organisation set state = 'suspended' where id = 'kenya'")
                }
                #expect(try await held(transaction) == Self.nothing)
            }
        }
    }

    @Test func `a clock that stands at another moment shows what is held at that moment`() async throws {
        try await PeopledService.with { house in
            try await undone(house, as: "outsider") { transaction in
                let now = try await transaction.now
                let context = Context(actor: try house.actor("outsider"), service: house.service, transaction: transaction, now: now)
                try await transaction.run(try name("outsider", .observer, in: house, from: "moment() + interval '1 day'"))
                #expect(try await held(transaction) == #"{"*": 4}"#)
                let later = context.standing(at: Instant(microseconds: now.microseconds + 86_400_000_000))
                #expect(try await held(later.transaction) == #"{"*": 4, "\#(house.review)": 3}"#)
                #expect(try await held(later.standing(at: now).transaction) == #"{"*": 4}"#)
            }
        }
    }

    @Test func `a delegate of a suspended State sees what the public sees, and acts no more until it is resumed`() async throws {
        try await PeopledService.with { house in
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=x audience=team"
            let paper = try await house.made("ngo", line, body: "x")
            let respond = "document.respond answers=\(paper) lang=en title=x dry=yes"
            #expect(try await house.reply("delegate", respond, body: "x").code == .created)
            let version = try await house.done("head", "organisation.show organisation=kenya")["ver"]?.integer ?? 0
            try await house.done("head", "organisation.suspend organisation=kenya if=\(version) reason=x")
            #expect(try await house.reply("delegate", "document.show document=\(paper)").code == .absent)
            #expect(try await house.reply("delegate", respond, body: "x").code == .absent)
            let draft = "document.submit review=\(house.review) kind=self-assessment lang=en title=x"
            #expect(try await house.reply("delegate", draft, body: "x").json["err"]?.text == "session/function")
            try await house.done("head", "organisation.resume organisation=kenya if=\(version + 1)")
            #expect(try await house.reply("delegate", "document.show document=\(paper)").code == .done)
        }
    }
}
