import CLibpq

/// A column of a result: its name and its type's OID.
package struct Column: Sendable, Hashable {
    package let name: String
    package let type: UInt32
}

/// What one statement answered, as PostgreSQL wrote it; wraps one `PGresult` and is only ever read.
package final class Table: Sendable {
    // Unsafe only by type: libpq never changes a result that it has handed out, and it is freed once, in deinit.
    private nonisolated(unsafe) let result: OpaquePointer

    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    package var count: Int { Int(PQntuples(result)) }

    package var columnCount: Int { Int(PQnfields(result)) }

    package var columns: [Column] {
        (0..<PQnfields(result)).map { Column(name: String(cString: PQfname(result, $0)), type: PQftype(result, $0)) }
    }

    /// The command tag, for example `UPDATE 1` or `COMMIT`.
    package var tag: String { String(cString: PQcmdStatus(result)) }

    /// Rows inserted, updated, deleted or returned, from the tag; 0 for other commands.
    package var affected: Int {
        let digits = tag.utf8.reversed().prefix { (48...57).contains($0) }.reversed()
        return Int(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    /// The number of the first column of that name; nil when there is none.
    package func column(_ name: StaticString) -> Int? {
        let number = name.withUTF8Buffer { octets in
            octets.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { PQfnumber(result, $0) } ?? -1 }
        }
        return number < 0 ? nil : Int(number)
    }

    package func text(_ row: Int, _ column: Int) -> String? {
        octets(row, column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The octets of a field where libpq keeps them, good for as long as the table lives; `nil` is NULL, or that there is no such field.
    /// Not lent to a closure: a listing asks for hundreds of fields, and a generic call for each is a quarter of the work.
    package func octets(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
        guard row >= 0, row < count, column >= 0, column < columnCount else { return nil }
        let (row, column) = (Int32(row), Int32(column))
        if PQgetisnull(result, row, column) == 1 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    }

    /// One row as a tuple; throws `ColumnError` when there is no such row, a field does not fit, or columns are missing.
    package func decode<each C: PostgresValue>(_ row: Int, as type: (repeat each C).Type) throws -> (repeat each C) {
        guard row >= 0, row < count else { throw ColumnError(text: "only \(count) rows", type: "\(type)") }
        var column = 0
        func next<V: PostgresValue>(_ type: V.Type) throws -> V {
            defer { column += 1 }
            guard column < columnCount else { throw ColumnError(text: "only \(columnCount) columns", type: "\(type)") }
            return try V(postgresText: text(row, column))
        }
        return (repeat try next((each C).self))
    }

    /// Every row as a tuple.
    package func rows<each C: PostgresValue>(as type: (repeat each C).Type) throws -> [(repeat each C)] {
        try (0..<count).map { try decode($0, as: (repeat each C).self) }
    }
}
