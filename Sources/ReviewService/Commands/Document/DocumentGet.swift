import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentGet = Command.read(
        "document.get", "The content of a document, one chunk at a time; go on with from= the next that the answer names.",
        arguments: Argument<DocumentID>("document", "which"), Argument<Version?>("version", "an earlier version"),
        Argument<Int?>("from", "the octet to start at")
    ) { reader, document, version, from in
        let from = from ?? 0
        let most = reader.service.limits.uploadBytesMax
        guard (0...most).contains(from) else { throw Refusal(.argumentRange, "from= is 0 to \(most)", at: "from") }
        let chunk = reader.service.limits.chunkBytesMax
        let table = try await reader.tables(noted(document, reader), content(of: document, version, from: from, chunk))[1]
        guard table.count > 0 else { throw Refusal(.thingAbsent) }
        let (size, sha256, mediaType, octets) = try table.decode(0, as: (Int, String, String, [UInt8]).self)
        guard from <= size else { throw Refusal(.argumentRange, "from= is 0 to \(size)", at: "from") }
        let end = from + octets.count
        var final: [(String, JSONValue)] = [("size", .int(Int64(size))), ("sha256", .string(sha256)), ("type", .string(mediaType))]
        if end < size { final.append(("next", .int(Int64(end)))) }
        return .chunk(octets, head: ["at": .int(Int64(from))], final: final)
    }

    /// The record of reading what is for the experts or fewer, committed with the read and before the reply (DOMAIN §7).
    private static func noted(_ document: DocumentID, _ reader: Reader) -> SQL {
        """
        insert into access_log (at, account, kind, verb, subject)
        select moment(), \(reader.actor.account), 'read', \(reader.verb), d.id
        from document d left join authorship a on a.document = d.id
        where d.id = \(document) and d.audience between 1 and 2
            and (a.organisation is distinct from reader_organisation() or reader_role() = 'secretariat' and a.account <> reader_account())
        """
    }

    /// At most `chunk` octets from `from` on; of an upload, wherever its sender cut it: how it was sent would tell of the sender.
    private static func content(of document: DocumentID, _ version: Version?, from: Int, _ chunk: Int) -> SQL {
        """
        select v.bytes, v.sha256, v.media_type,
            coalesce(substring(v.content from \(from + 1) for \(chunk)),
                (select string_agg(substring(c.content from greatest(\(from) - c.at, 0)::int + 1
                            for least(\(chunk), \(from + chunk) - c.at)::int), '' order by c.at)
                 from upload_chunk c
                 where c.upload = v.upload and c.at < \(from + chunk) and c.at + octet_length(c.content) > \(from)), '')
        from document d join document_version v on v.document = d.id and v.number = coalesce(\(version), d.version)
        where d.id = \(document)
        """
    }
}
