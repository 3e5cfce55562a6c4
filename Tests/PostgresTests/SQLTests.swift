import Testing

@testable import Postgres

@Suite struct SQLTests {
    @Test func `an interpolated value becomes a parameter`() {
        let id = "R-1'; drop table review; --"
        let sql: SQL = "select * from review where id = \(id) and ver = \(3)"
        #expect(sql.text == "select * from review where id = $1 and ver = $2")
        #expect(sql.parameters == [.text(id), .text("3")])
    }
}
