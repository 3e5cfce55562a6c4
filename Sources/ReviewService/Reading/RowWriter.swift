import Postgres
import ReviewWire

/// Writes result rows as JSON objects by column name and type, straight from libpq's text into the outgoing buffer.
///
/// Columns whose name starts with `_` are for us (keys of the order) and are left out, as are nulls.
package struct RowWriter {
    private enum Form { case hidden, raw, bool, instant, text }

    private let table: Table
    private let columns: [(key: [UInt8], form: Form)]

    package init(_ table: Table) {
        self.table = table
        columns = table.columns.map { column in
            (JSONWriter.encodedKey(column.name), column.name.hasPrefix("_") ? .hidden : Self.form(column.type))
        }
    }

    /// Appends one object; the buffer's line stands open before and after.
    package func write(row: Int, to writer: inout JSONWriter) {
        writer.beginObject()
        for (index, column) in columns.enumerated() where column.form != .hidden {
            guard let octets = table.octets(row, index) else { continue }
            writer.key(encoded: column.key)
            switch column.form {
            case .raw: writer.raw(octets)
            case .bool: writer.bool(octets.first == UInt8(ascii: "t"))
            case .instant: Self.writeRFC3339(octets, to: &writer.bytes)
            case .text, .hidden: writer.string(bytes: octets)
            }
        }
        writer.endObject()
    }

    /// One row as members for a final line.
    package func members(_ row: Int) -> RawMembers {
        var writer = JSONWriter()
        write(row: row, to: &writer)
        return RawMembers(object: writer.bytes)
    }

    /// Types by PostgreSQL's fixed OIDs (pg_type.dat).
    private static func form(_ type: UInt32) -> Form {
        switch type {
        case 20, 21, 23, 26, 700, 701, 114, 3802: .raw
        case 16: .bool
        case 1184: .instant
        default: .text
        }
    }

    /// `2026-11-23 16:40:00.5+00` as `"2026-11-23T16:40:00.5Z"`; the connection's zone is UTC. Stands behind a key, so no comma is owed.
    private static func writeRFC3339(_ octets: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for octet in octets {
            switch octet {
            case UInt8(ascii: " "): bytes.append(UInt8(ascii: "T"))
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: "Z"))
                bytes.append(UInt8(ascii: "\""))
                return
            default: bytes.append(octet)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// An encoded JSON object whose members go into a final line.
package struct RawMembers: Sendable {
    package let object: [UInt8]
}
