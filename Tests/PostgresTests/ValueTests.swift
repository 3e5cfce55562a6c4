import Testing

@testable import Postgres

@Suite struct ValueTests {
    private enum Word: String, PostgresValue { case draft, submitted }

    private static let nasty = [
        "", " ", "NULL", "null", "'", "\"", "\\", "\\x41", "$1", "%s", "{}", "{a,b}", ",", "a\nb\r\n\tc", "مراجعة", "审查",
        "обзор", "e\u{301}", "\u{202E}evil", "👩‍👩‍👧‍👦", "\u{10FFFF}", "\u{1}\u{7F}", "'; drop table review; --",
    ]

    private func echo<V: PostgresValue>(_ value: V, _ cast: SQL) async throws -> V {
        try await TestServer.withConnection { connection async throws in
            try await connection.flight(["select \(value)\(cast)"])[0].decode(0, as: V.self)
        }
    }

    @Test func `nasty text comes back as it went`() async throws {
        try await TestServer.withConnection { connection async throws in
            for text in Self.nasty {
                let back = try await connection.flight(["select \(text)::text"])[0].decode(0, as: String.self)
                #expect(Array(back.utf8) == Array(text.utf8))
            }
        }
    }

    @Test func `an array of nasty text comes back as it went`() async throws {
        #expect(try await echo(Self.nasty, "::text[]") == Self.nasty)
        #expect(try await echo([String](), "::text[]").isEmpty)
        #expect(try await echo([1, -2, .max], "::bigint[]") == [1, -2, .max])
    }

    @Test func `octets of every value come back as text and as bytes`() async throws {
        let all = (0...255).map { UInt8($0) }
        try await TestServer.withConnection { connection async throws in
            for octets in [[], all, Array(repeating: 0, count: 1 << 20)] {
                #expect(try await connection.bytes("select \(octets)::bytea") == octets)
                #expect(try await connection.flight(["select \(octets)::bytea"])[0].decode(0, as: [UInt8].self) == octets)
                #expect(try await connection.flight(["select octet_length(\(octets))"])[0].decode(0, as: Int.self) == octets.count)
            }
            #expect(try await connection.bytes("select null::bytea") == nil)
            #expect(try await connection.bytes("select ''::bytea where false") == nil)
        }
    }

    @Test func `numbers and truth come back as they went`() async throws {
        #expect(try await echo(true, "::bool"))
        #expect(try await !echo(false, "::bool"))
        #expect(try await echo(Int64.min, "::bigint") == .min)
        #expect(try await echo(Int32.max, "::int") == .max)
        #expect(try await echo(Int16.min, "::smallint") == .min)
        for number in [0.1, -1e300, .infinity, -.infinity, .leastNonzeroMagnitude, .pi] {
            #expect(try await echo(number, "::float8") == number)
        }
        #expect(try await echo(Double.nan, "::float8").isNaN)
    }

    @Test func `a word of an enumeration comes back, another is a column error`() async throws {
        #expect(try await echo(Word.submitted, "::text") == .submitted)
        await #expect(throws: ColumnError.self) { try await echo(Optional(Word.draft), "::text || 'x'") }
    }

    @Test func `NULL is nil and nothing else`() async throws {
        #expect(try await echo(String?.none, "::text") == nil)
        #expect(try await echo(Int?.none, "::int") == nil)
        #expect(try await echo(String?.some("NULL"), "::text") == "NULL")
        try await TestServer.withConnection { connection async throws in
            let table = try await connection.flight(["select null::text, 1 as one"])[0]
            #expect(throws: ColumnError(text: nil, type: "String")) { try table.decode(0, as: String.self) }
            #expect(throws: ColumnError.self) { try table.decode(0, as: (String?, Int, Int).self) }
            #expect(table.columns.map(\.name) == ["text", "one"])
            #expect(table.columns.map(\.type) == [25, 23])
        }
    }

    @Test func `random instants come back to the microsecond`() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(state: seed)
        let instants = (0..<200).map { _ in
            Instant(microseconds: Int64.random(in: -60_000_000_000_000_000...250_000_000_000_000_000, using: &random))
        }
        try await TestServer.withConnection { connection async throws in
            let tables = try await connection.flight(instants.map { "select \($0)::timestamptz" })
            for (table, instant) in zip(tables, instants) { #expect(try table.decode(0, as: Instant.self) == instant) }
        }
    }

    @Test func `text with U+0000 is refused before it is sent`() async throws {
        try await TestServer.withConnection { connection async throws in
            let error = await #expect(throws: PostgresError.self) { try await connection.flight(["select \("a\u{0}b")::text"]) }
            #expect(error?.state == .characterNotInRepertoire)
            #expect(connection.isUsable)
        }
    }

    @Test func `a statement's tag says how many rows it touched`() async throws {
        try await TestServer.withConnection { connection async throws in
            let tables = try await connection.flight([
                "create temp table affected (n int)", "insert into affected select generate_series(1, 12)",
                "update affected set n = 0 where n > 2", "select * from affected where n = 7", "delete from affected",
            ])
            #expect(tables.map(\.affected) == [0, 12, 10, 0, 12])
            #expect(tables[1].tag == "INSERT 0 12")
        }
    }
}

/// SplitMix64: a test's randomness that its printed seed brings back.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
