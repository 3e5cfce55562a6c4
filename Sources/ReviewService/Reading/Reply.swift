import Postgres
import ReviewWire

/// A whole answer: data lines without their tag, then the code and members of the final line.
package struct Reply: Sendable {
    package let code: ReplyCode
    private var members: [UInt8]
    private var lines: Lines = .none
    /// Names of members that are blanked where the reply is kept for its idempotency key.
    package private(set) var secrets: [String] = []
    /// What the login that asked is known by from now on (`Actor.credential`): for its session alone, neither sent nor kept.
    package private(set) var renewedCredential: String?

    private enum Lines: Sendable {
        case none
        case rows(Table, count: Int)
        case values([JSONValue])
        case chunk([(String, JSONValue)], [UInt8])
    }

    package init(_ code: ReplyCode, _ members: RawMembers) {
        self.code = code
        self.members = members.object
    }

    package init(_ code: ReplyCode, _ members: KeyValuePairs<String, JSONValue> = [:]) {
        self.code = code
        self.members = JSONValue.object(members.map { ($0.key, $0.value) }).encoded()
    }

    package static func done(_ members: KeyValuePairs<String, JSONValue> = [:]) -> Reply { Reply(.done, members) }

    package static func created(_ members: KeyValuePairs<String, JSONValue>) -> Reply { Reply(.created, members) }

    package static func refused(_ refusal: Refusal) -> Reply { Reply(refusal.code, RawMembers(object: refusal.json.encoded())) }

    /// The first `count` rows of a result, and the cursor of the next page when there is one.
    package static func rows(_ table: Table, count: Int, next: String?) -> Reply {
        var reply = Reply(.end, next.map { ["n": .int(Int64(count)), "next": .string($0)] } ?? ["n": .int(Int64(count))])
        reply.lines = .rows(table, count: count)
        return reply
    }

    /// Rows that stand in no table.
    package static func rows(_ values: [JSONValue]) -> Reply {
        var reply = Reply(.end, ["n": .int(Int64(values.count))])
        reply.lines = .values(values)
        return reply
    }

    /// One `151` chunk with its head (its `n` is added here), then a final line.
    package static func chunk(_ octets: [UInt8], head: KeyValuePairs<String, JSONValue>, final: [(String, JSONValue)]) -> Reply {
        var reply = Reply(.done, RawMembers(object: JSONValue.object(final).encoded()))
        reply.lines = .chunk(head.map { ($0.key, $0.value) }, octets)
        return reply
    }

    /// Marks members that no stored copy may hold.
    package func withSecrets(_ names: String...) -> Reply {
        var reply = self
        reply.secrets = names
        return reply
    }

    package func renewing(_ credential: String) -> Reply {
        var reply = self
        reply.renewedCredential = credential
        return reply
    }

    /// The members of the final line, read back.
    package var json: JSONValue {
        do { return try JSONParser.parse(members) } catch { return .object([]) }
    }

    /// The same answer with one more member in its final line.
    package func adding(_ name: String, _ value: JSONValue) -> Reply {
        var reply = self
        var encoded = Array(members.dropLast())
        var writer = JSONWriter(appendingTo: encoded)
        writer.member(name, value)
        encoded = writer.bytes
        reply.members = encoded + [UInt8(ascii: "}")]
        return reply
    }

    /// The answer of a rehearsed command: as usual, without the identifiers and the secrets that were never kept.
    package var dry: Reply {
        let kept = (json.members ?? []).filter { name, _ in !["id", "upload", "invitation"].contains(name) && !secrets.contains(name) }
        return Reply(code, RawMembers(object: JSONValue.object(kept + [("dry", true)]).encoded()))
    }

    /// The lines on the wire; `tag` nil writes `-`.
    package func encoded(tag: String?) -> [UInt8] {
        var writer = ReplyWriter(tag: tag)
        switch lines {
        case .none: break
        case .rows(let table, let count):
            let rows = RowWriter(table)
            writer.bytes.reserveCapacity(count * 256)
            for row in 0..<count { writer.line(.row) { rows.write(row: row, to: &$0) } }
        case .values(let values):
            for value in values { writer.line(.row, value) }
        case .chunk(let head, let octets): writer.chunk(octets, members: head)
        }
        writer.line(code) { $0.raw(members) }
        return writer.bytes
    }
}
