import Testing

@testable import Postgres

@Suite struct ConnectionTests {
    @Test func `many flights under way at once get their own answers`() async throws {
        try await TestServer.withConnection { connection async throws in
            try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<500 {
                    group.addTask { (number, try await connection.flight(["select \(number)::int + 1"])[0].decode(0, as: Int.self)) }
                }
                for try await (number, answer) in group { #expect(answer == number + 1) }
            }
        }
    }

    @Test func `statements of a flight are answered in order and are one transaction`() async throws {
        try await TestServer.withConnection { connection async throws in
            let tables = try await connection.flight([
                "select set_config('test.word', \("hidden"), true)", "select current_setting('test.word')", "select txid_current()",
                "select txid_current()",
            ])
            #expect(tables[1].text(0, 0) == "hidden")
            #expect(tables[2].text(0, 0) == tables[3].text(0, 0))
            let after = try await connection.flight(["select current_setting('test.word', true)"])[0].text(0, 0)
            #expect(after ?? "" == "")
        }
    }

    @Test func `an error in the middle undoes its flight and no other`() async throws {
        try await TestServer.withConnection { connection async throws in
            _ = try await connection.flight(["create temp table middle (n int constraint middle_small check (n < 10))"])
            async let before = connection.flight(["insert into middle values (\(1))"])
            async let broken = connection.flight([
                "insert into middle values (\(2))", "insert into middle values (\(20))", "insert into middle values (\(3))",
            ])
            async let after = connection.flight(["insert into middle values (\(4))"])
            _ = try await (before, after)
            do {
                _ = try await broken
                Issue.record("the check was not enforced")
            } catch let error as PostgresError {
                #expect(error.state == .checkViolation)
                #expect(error.constraint == "middle_small")
                #expect(error.table == "middle")
            }
            let rows = try await connection.flight(["select n from middle order by n"])[0]
            #expect(try rows.rows(as: Int.self) == [1, 4])
        }
    }

    @Test func `violations carry their state and the name of their constraint`() async throws {
        let cases: [(SQL, SQLState, String?)] = [
            ("insert into typed values (1, 1, null)", .uniqueViolation, "typed_once"),
            ("insert into typed values (2, 99, null)", .foreignKeyViolation, "typed_parent"),
            ("insert into typed values (3, 1, '[1,5)')", .exclusionViolation, "typed_no_overlap"),
            ("insert into typed values (null, 1, null)", .notNullViolation, nil),
            ("select no_such_column from typed", SQLState(rawValue: "42703"), nil),
            ("selec", .syntaxError, nil),
            ("select \("x")::int", .invalidText, nil),
        ]
        let string = try await TestServer.database()
        try await TestServer.withConnection(string) { connection async throws in
            try await connection.script(
                """
                create table parent (id int primary key);
                create table typed (id int not null constraint typed_once unique,
                    parent int constraint typed_parent references parent,
                    span int4range, constraint typed_no_overlap exclude using gist (span with &&));
                insert into parent values (1);
                insert into typed values (1, 1, '[1,3)');
                """)
            for (sql, state, constraint) in cases {
                let error = await #expect(throws: PostgresError.self) { try await connection.flight([sql]) }
                #expect(error?.state == state)
                #expect(error?.constraint == constraint)
            }
        }
    }

    @Test func `a statement that could not be prepared works when its table exists`() async throws {
        try await TestServer.withConnection { connection async throws in
            let sql: SQL = "select count(*) from pg_temp.later where n > \(0)"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let error = await #expect(throws: PostgresError.self) { try await connection.flight(["select 1", sql]) }
                        #expect(error?.state == .undefinedTable || error?.state.rawValue == "3F000")
                    }
                }
                try await group.waitForAll()
            }
            _ = try await connection.flight(["create temp table later (n int)"])
            for _ in 0..<3 { #expect(try await connection.flight([sql])[0].text(0, 0) == "0") }
        }
    }

    @Test func `a plan that a change of the schema made stale is retryable, and then works`() async throws {
        try await TestServer.withConnection { connection async throws in
            let sql: SQL = "select * from changing"
            _ = try await connection.flight(["create temp table changing (a int)"])
            for _ in 0..<2 { _ = try await connection.flight([sql]) }
            _ = try await connection.flight(["alter table changing add column b int"])
            let error = await #expect(throws: PostgresError.self) { try await connection.flight([sql]) }
            #expect(error?.isRetryable == true)
            #expect(try await connection.flight([sql])[0].columnCount == 2)
        }
    }

    @Test func `a statement that someone else deallocated is prepared again`() async throws {
        try await TestServer.withConnection { connection async throws in
            let sql: SQL = "select 1"
            for _ in 0..<2 { _ = try await connection.flight([sql]) }
            _ = try await connection.flight([SQL(trusted: "deallocate all")])
            let error = await #expect(throws: PostgresError.self) { try await connection.flight([sql]) }
            #expect(error?.isRetryable == true)
            for _ in 0..<2 { #expect(try await connection.flight([sql])[0].text(0, 0) == "1") }
        }
    }

    @Test func `at most five hundred statements stay prepared`() async throws {
        try await TestServer.withConnection { connection async throws in
            for number in 0..<600 { _ = try await connection.flight([SQL(trusted: "select \(number)")]) }
            let count = try await connection.flight(["select count(*) from pg_prepared_statements"])[0].decode(0, as: Int.self)
            #expect((490...501).contains(count))
            #expect(try await connection.flight(["select 0", "select 599"]).map { $0.text(0, 0) } == ["0", "599"])
        }
    }

    @Test func `a closed connection refuses, and answers its own questions still`() async throws {
        let connection = try await Connection.open(try await TestServer.string())
        #expect(await connection.parameter("is_superuser") == "on")
        async let last = connection.flight(["select pg_sleep(0.05)"])
        _ = try await last
        await connection.close()
        await connection.close()
        #expect(!connection.isUsable)
        await #expect(throws: ConnectionFailure.closed) { try await connection.flight(["select 1"]) }
        #expect(await connection.parameter("is_superuser") == nil)
    }

    @Test func `closing lets what is under way end`() async throws {
        let connection = try await Connection.open(try await TestServer.string())
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { try await connection.flight(["select 1"]).count } }
            for _ in 0..<50 { _ = try await group.next() }
        }
        await connection.close()
    }

    @Test func `a session that the server ends is a loss, not an error of the statement`() async throws {
        try await TestServer.withConnection { other in
            let connection = try await Connection.open(try await TestServer.string())
            let process = try await connection.flight(["select pg_backend_pid()"])[0].decode(0, as: Int.self)
            let sleeping = Task { try await connection.flight(["select pg_sleep(600)"]) }
            var isActive = false
            while !isActive {
                isActive = try await other.flight([
                    "select count(*) = 1 from pg_stat_activity where pid = \(process) and query like '%sleep%' and state = 'active'"
                ])[0].decode(0, as: Bool.self)
            }
            // Sent behind what sleeps, so that no answer to it can have come.
            let behind = Task { try await connection.flight(["select 1"]) }
            while await connection.flightsUnderWay < 2 { await Task.yield() }
            _ = try await other.flight(["select pg_terminate_backend(\(process))"])
            await #expect(throws: ConnectionFailure.lost(sent: true)) { try await sleeping.value }
            await #expect(throws: ConnectionFailure.self) { try await behind.value }
            await #expect(throws: ConnectionFailure.lost(sent: false)) { try await connection.flight(["select 1"]) }
            #expect(!connection.isUsable)
            await connection.close()
        }
    }

    @Test func `a statement timeout of the connection string is a typed error`() async throws {
        let string = try await TestServer.string().setting("statement_timeout", "20 ms")
        try await TestServer.withConnection(string) { connection async throws in
            let error = await #expect(throws: PostgresError.self) { try await connection.flight(["select pg_sleep(600)"]) }
            #expect(error?.state == .queryCanceled)
            let name = try await connection.flight(["show application_name"])[0].text(0, 0)
            #expect(name == "reviewd")
        }
    }

    @Test func `an answer larger than the socket's buffers comes whole, also while others are sent`() async throws {
        try await TestServer.withConnection { connection async throws in
            let large = [UInt8](repeating: 7, count: 8 << 20)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let back = try await connection.bytes("select \(large)::bytea")
                        #expect(back == large)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a script is refused like a statement and leaves the connection usable`() async throws {
        try await TestServer.withConnection { connection async throws in
            let error = await #expect(throws: PostgresError.self) { try await connection.script("select 1; select 1 / 0; select 2") }
            #expect(error?.state.rawValue == "22012")
            let after = try await connection.flight(["select 3"])[0].text(0, 0)
            #expect(after == "3")
        }
    }

    @Test func `a server that is not there is unavailable`() async throws {
        let string = try ConnectionString("host=/nowhere user=x")
        let error = await #expect(throws: ConnectionFailure.self) { try await Connection.open(string) }
        guard case .unavailable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}

@Suite struct ConnectionStringTests {
    @Test func `a password is never printed`() throws {
        let string = try ConnectionString("postgresql://reviewd:hush@db.example/reviewd?sslmode=require")
        #expect(string.description == "dbname=reviewd host=db.example password=*** sslmode=require user=reviewd")
        #expect(!"\(string)".contains("hush") && !String(reflecting: string).contains("hush"))
    }

    @Test(arguments: [
        ("host=/run/postgresql", true), ("host=localhost,127.0.0.1", true), ("host=::1", true), ("host=/a,db.example", false),
        ("host=db.example hostaddr=127.0.0.1", false), ("host=127.example.org", false), ("service=remote", false),
    ])
    func `plain text is only allowed where it stays on the machine`(text: String, isLocal: Bool) throws {
        #expect(try ConnectionString(text).isLoopbackOrSocket == isLocal)
    }

    @Test func `only a mode that insists on TLS counts as TLS`() throws {
        #expect(try ConnectionString("host=a sslmode=verify-full").isProtected)
        #expect(try !ConnectionString("host=a sslmode=prefer").isProtected)
        #expect(try !ConnectionString("host=a sslmode=require").isProtected)
        #expect(try !ConnectionString("host=a").isProtected)
    }

    @Test func `a malformed string is refused`() {
        #expect(throws: ConnectionFailure.self) { try ConnectionString("host") }
        #expect(throws: ConnectionFailure.self) { try ConnectionString("colour=red") }
    }
}
