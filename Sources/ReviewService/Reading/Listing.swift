import Postgres
import ReviewWire

/// The order of a listing's rows, and the columns by which a page goes on after another (keyset, never offset).
package struct Listing: Sendable {
    /// One column of the order and the PostgreSQL type its cursor text is read back as.
    package enum Key: Sendable {
        case instant(StaticColumn), text(StaticColumn), int(StaticColumn), date(StaticColumn), transaction(StaticColumn)
    }

    /// A column name of the query; a literal, so that no client's text can become one.
    package typealias StaticColumn = StaticString

    let keys: [Key]
    let isDescending: Bool

    package static func ascending(_ keys: Key...) -> Listing { Listing(keys: keys, isDescending: false) }
    package static func descending(_ keys: Key...) -> Listing { Listing(keys: keys, isDescending: true) }

    /// `query` cut to the page after `cursor`, one row longer than `limit` so that the last page is known; one or two keys.
    func page(of query: SQL, after cursor: [String]?, limit: Int) -> SQL {
        var sql: SQL = "select * from (\(query)) as listing"
        if let cursor { sql += " where " + condition(cursor) }
        sql += " order by "
        for (index, key) in keys.enumerated() {
            if index > 0 { sql += ", " }
            sql += SQL(stringLiteral: key.column)
            sql += isDescending ? " desc" : " asc"
        }
        return sql + " limit \(limit + 1)"
    }

    /// A row comparison, which PostgreSQL reads from an index as one range.
    private func condition(_ cursor: [String]) -> SQL {
        var sql: SQL = "("
        for (index, key) in keys.enumerated() {
            if index > 0 { sql += ", " }
            sql += SQL(stringLiteral: key.column)
        }
        sql += isDescending ? ") < (" : ") > ("
        for (index, (key, text)) in zip(keys, cursor).enumerated() {
            if index > 0 { sql += ", " }
            sql += key.bound(text)
        }
        return sql + ")"
    }

    /// The texts of the key columns in one row, for the cursor of the next page.
    func cursor(_ table: Table, row: Int) -> [String] {
        keys.map { key in table.column(key.column).flatMap { table.text(row, $0) } ?? "" }
    }
}

extension Listing.Key {
    var column: StaticString {
        switch self {
        case .instant(let column), .text(let column), .int(let column), .date(let column), .transaction(let column): column
        }
    }

    func bound(_ text: String) -> SQL {
        switch self {
        case .instant: "\(text)::timestamptz"
        case .text: "\(text)::text"
        case .int: "\(text)::bigint"
        case .date: "\(text)::date"
        case .transaction: "\(text)::text::xid8"
        }
    }
}
