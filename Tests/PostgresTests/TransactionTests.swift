import Testing

@testable import Postgres

@Suite struct TransactionTests {
    private func count(_ pool: Pool) async throws -> Int {
        try await pool.read(.tester, ["select count(*) from thing"]).tables[0].decode(0, as: Int.self)
    }

    private func withThings<R>(_ body: (Pool) async throws -> R) async throws -> R {
        try await withPool { pool, string async throws in
            try await TestServer.withConnection(string) { connection async throws in
                try await connection.script(
                    """
                    create table thing (id int constraint thing_once primary key);
                    create table part (thing int constraint part_of_thing references thing deferrable initially deferred);
                    """)
            }
            return try await body(pool)
        }
    }

    @Test func `what a body does is there when it has returned`() async throws {
        try await withThings { pool async throws in
            let answer = try await pool.transaction(.tester) { transaction in
                let touched = try await transaction.run("insert into thing values (\(1)), (\(2))")
                let account = try await transaction.one("select current_setting('test.account')", as: String.self)
                let missing = try await transaction.first("select id from thing where id = \(3)", as: Int.self)
                let all = try await transaction.all("select id, -id from thing order by id", as: (Int, Int).self)
                return "\(touched) \(account) \(missing == nil) \(all)"
            }
            #expect(answer == "2 P-TESTER true [(1, -1), (2, -2)]")
            #expect(try await count(pool) == 2)
        }
    }

    @Test func `what a body does is gone when it throws`() async throws {
        try await withThings { pool async throws in
            await #expect(throws: RolledBack<Int>.self) {
                try await pool.transaction(.tester) { transaction in
                    let touched = try await transaction.run("insert into thing values (1)")
                    throw RolledBack(touched)
                }
            }
            #expect(try await count(pool) == 0)
        }
    }

    @Test func `a commit that says ROLLBACK is no success`() async throws {
        try await withThings { pool async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(.tester) { transaction in
                    try await transaction.run("insert into thing values (1)")
                    do {
                        try await transaction.run("insert into thing values (1)")
                    } catch {
                        return "swallowed"
                    }
                    return "not refused"
                }
            }
            #expect(error?.constraint == "thing_once")
            #expect(try await count(pool) == 0)
        }
    }

    @Test func `a constraint that is checked at COMMIT refuses the transaction`() async throws {
        try await withThings { pool async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(.tester) { try await $0.run("insert into part values (7)") }
            }
            #expect(error?.constraint == "part_of_thing")
            try await pool.transaction(.tester) { _ = try await $0.run("insert into thing values (7)") }
        }
    }

    @Test func `queued statements are done at COMMIT, and their refusal undoes everything`() async throws {
        try await withThings { pool async throws in
            try await pool.transaction(.tester) { transaction in
                transaction.queue("insert into thing values (1)")
                transaction.queue("insert into thing values (2)")
            }
            #expect(try await count(pool) == 2)
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(.tester) { transaction in
                    try await transaction.run("insert into thing values (3)")
                    transaction.queue("insert into thing values (1)")
                }
            }
            #expect(error?.state == .uniqueViolation)
            #expect(try await count(pool) == 2)
        }
    }

    @Test func `a savepoint undoes its own part only`() async throws {
        try await withThings { pool async throws in
            try await pool.transaction(.tester) { transaction in
                try await transaction.run("insert into thing values (1)")
                await #expect(throws: PostgresError.self) {
                    try await transaction.savepoint {
                        try await transaction.run("insert into thing values (2)")
                        try await transaction.savepoint { _ = try await transaction.run("insert into thing values (3)") }
                        try await transaction.run("insert into thing values (1)")
                    }
                }
                try await transaction.savepoint { _ = try await transaction.run("insert into thing values (4)") }
            }
            let ids = try await pool.read(.tester, ["select id from thing order by id"]).tables[0].rows(as: Int.self)
            #expect(ids == [1, 4])
        }
    }

    @Test func `now stands still, and a retry keeps the first`() async throws {
        try await withThings { pool async throws in
            let first = try await pool.transaction(.tester) { transaction in
                let first = try await transaction.now
                try await transaction.run("select pg_sleep(0.002)")
                #expect(try await transaction.now == first)
                return first
            }
            var again = ActorContext.tester
            again.instant = first
            #expect(try await pool.transaction(again) { try await $0.now } == first)
            #expect(try await pool.read(.tester, []).now > first)
        }
    }

    @Test func `a transaction that has ended refuses`() async throws {
        try await withThings { pool async throws in
            let kept = try await pool.transaction(.tester) { $0 }
            await #expect(throws: ConnectionFailure.closed) { try await kept.run("select 1") }
        }
    }

    @Test func `octets are read in a transaction and in a read`() async throws {
        try await withThings { pool async throws in
            let inside = try await pool.transaction(.tester) { try await $0.bytes("select '\\x00ff'::bytea") }
            #expect(inside == [0, 255])
            #expect(try await pool.bytes(.tester, "select '\\x0102'::bytea") == [1, 2])
            #expect(try await pool.bytes(.tester, "select ''::bytea where false") == nil)
        }
    }

    @Test func `the actor of one read is not seen by the next`() async throws {
        try await withThings { pool async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let actor = ActorContext(account: "P-\(number)", organisation: "O", role: "cso")
                        let seen = try await pool.read(actor, ["select current_setting('test.account')"]).tables[0].text(0, 0)
                        #expect(seen == "P-\(number)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
