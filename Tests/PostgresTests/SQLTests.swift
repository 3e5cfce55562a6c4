import Testing

@testable import Postgres

@Suite struct SQLTests {
    @Test func `an interpolated value becomes a parameter`() {
        let id = "R-1'; drop table review; --"
        let sql: SQL = "select * from review where id = \(id) and ver = \(3)"
        #expect(sql.text == "select * from review where id = $1 and ver = $2")
        #expect(sql.parameters == [.text(id), .text("3")])
    }

    @Test func `a fragment is spliced and its parameters are renumbered`() {
        let filter: SQL = "state = \("open") and note = '$1' and rank < \(7)"
        let sql: SQL = "select 1 where id = \("x") and (\(filter)) limit \(10)"
        #expect(sql.text == "select 1 where id = $1 and (state = $2 and note = '$1' and rank < $3) limit $4")
        #expect(sql.parameters == [.text("x"), .text("open"), .text("7"), .text("10")])
    }

    @Test func `a spliced fragment can be spliced again past the ninth parameter`() {
        let list = (1...12).map { number -> SQL in "\(number)" }.joined(separator: ", ")
        let sql: SQL = "values (\("first"), \(list))"
        let whole: SQL = "select \(0) from (\(sql)) as t"
        #expect(whole.text == "select $1 from (values ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)) as t")
        #expect(whole.parameters.count == 14)
        #expect(whole.parameters[13] == .text("12"))
    }

    @Test func `fragments are added with plus`() {
        var sql: SQL = "a = \(1)"
        sql += " and b = \(2)"
        #expect((sql + " or c = \(Optional<Int>.none)").text == "a = $1 and b = $2 or c = $3")
    }

    @Test func `octets travel as bytes and nothing as NULL`() {
        let sql: SQL = "\([UInt8](arrayLiteral: 0, 255)) \(Optional<[UInt8]>.none)"
        #expect(sql.parameters == [.bytes([0, 255]), .text(nil)])
    }

    @Test(arguments: [
        "2026-01-31 23:59:59.123456+00", "1969-12-31 23:59:59.999999+00", "2000-02-29 00:00:00+00", "0001-01-01 00:00:00+00",
        "9999-12-31 23:59:59+00", "1900-03-01 00:00:00.000001+00", "12026-01-01 00:00:00+00",
    ])
    func `an instant is read from PostgreSQL and written as RFC 3339`(text: String) throws {
        let instant = try Instant(postgresText: text)
        #expect(instant.rfc3339 == text.replacing(" ", with: "T").replacing("+00", with: "Z"))
    }

    @Test func `an instant with an offset is the moment in UTC`() {
        #expect(Instant(rfc3339: "2024-03-31T03:00:00+02:00")?.rfc3339 == "2024-03-31T01:00:00Z")
        #expect(Instant(rfc3339: "2024-03-30t20:30:00.5-04:30")?.microseconds == 1_711_846_800_500_000)
        #expect(Instant(rfc3339: "1970-01-01T00:00:00Z")?.microseconds == 0)
    }

    @Test(arguments: [
        "", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00",
        "2024-01-01 00:00:00Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Z ", "infinity", "2024-01-01T00:00Z",
    ])
    func `what is not a time of RFC 3339 is refused`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `every day of 800 years keeps its number`() {
        var expected = CivilDate(year: 1699, month: 12, day: 31)
        for days in CivilDate(year: 1700, month: 1, day: 1).daysSinceEpoch...CivilDate(year: 2500, month: 1, day: 1).daysSinceEpoch {
            expected.day += 1
            if expected.day > CivilDate.days(inMonth: expected.month, of: expected.year) {
                expected = CivilDate(year: expected.year, month: expected.month + 1, day: 1)
                if expected.month == 13 { expected = CivilDate(year: expected.year + 1, month: 1, day: 1) }
            }
            let date = CivilDate(daysSinceEpoch: days)
            guard date == expected, date.daysSinceEpoch == days else {
                Issue.record("day \(days) is \(date), not \(expected)")
                return
            }
        }
    }

    @Test(arguments: ["", "{", "}", "{a,b", "{\"a}", "{{1},{2}}", "{\"a\"b}"])
    func `a malformed array literal is refused`(text: String) {
        #expect(throws: ColumnError.self) { try [String](postgresText: text) }
    }
}
