import Crypto
import Postgres
import ReviewModel
import ReviewWire

/// One page of a listing: its bounds from the request, its cursor sealed for this reader and this filter.
struct Page {
    private let listing: Listing
    private let limit: Int
    private let after: [String]?
    private let purpose: String
    private let sealer: Sealer

    init(_ listing: Listing, _ fields: Fields, actor: Actor, service: Service, request: Request) throws {
        self.listing = listing
        sealer = service.sealer
        limit = try Argument<Int?>("limit").parse(fields) ?? service.limits.pageRowsDefault
        guard (1...service.limits.pageRowsMax).contains(limit) else {
            throw Refusal(.argumentRange, "limit= is 1 to \(service.limits.pageRowsMax)", at: "limit")
        }
        purpose = "cursor " + Self.filter(of: request, actor)
        after = try fields["after"].map { [sealer, purpose] in try Self.keys(of: $0, sealer, purpose) }
    }

    private static func keys(of cursor: String, _ sealer: Sealer, _ purpose: String) throws -> [String] {
        guard let octets = sealer.open(cursor, purpose: purpose), case .array(let keys) = try JSONParser.parse(octets) else {
            throw Refusal(.argumentCursor, at: "after")
        }
        return keys.compactMap(\.text)
    }

    func reply(_ query: SQL, _ reader: Reader) async throws -> Reply {
        let table = try await reader.tables(listing.page(of: query, after: after, limit: limit))[0]
        guard table.count > limit else { return .rows(table, count: table.count, next: nil) }
        let keys = JSONValue.array(listing.cursor(table, row: limit - 1).map { .string($0) })
        return .rows(table, count: limit, next: try sealer.seal(Self.padded(keys.encoded()), purpose: purpose))
    }

    /// With blanks up to a whole number of 128 octets: the length of a cursor must not tell how many digits a number in it has.
    private static func padded(_ octets: [UInt8]) -> [UInt8] {
        octets + Array(repeating: UInt8(ascii: " "), count: (128 - octets.count % 128) % 128)
    }

    /// Reader, verb and filter: a cursor is good for these only. A key filters nothing.
    private static func filter(of request: Request, _ actor: Actor) -> String {
        let filter = request.arguments.filter { !["after", "limit", "key"].contains($0.name) }
        let canonical = Request(verb: request.verb, arguments: filter).canonical
        return "\(actor.account?.description ?? "public") " + String(decoding: canonical, as: UTF8.self)
    }
}
