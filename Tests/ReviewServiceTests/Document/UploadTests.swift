import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Files in chunks: what goes in comes out, whatever the sizes, and whatever meets.
@Suite struct UploadTests {
    /// Octets that differ at every offset of a chunk.
    private static func content(_ size: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            for index in 0..<size { buffer[index] = UInt8(truncatingIfNeeded: index &* 31 &+ index >> 8 &* 7) }
            count = size
        }
    }

    private static func digest(_ octets: [UInt8], _ house: PeopledService) async throws -> String {
        try await house.service.pool.read(Actor.system.context, ["select encode(sha256(\(octets)), 'hex')"]).tables[0]
            .decode(0, as: String.self)
    }

    private static func open(_ octets: [UInt8], as login: String, _ house: PeopledService) async throws -> String {
        let digest = try await digest(octets, house)
        return try await house.made(login, "upload.open name=a.bin type=text/plain size=\(octets.count) sha256=\(digest)", name: "upload")
    }

    private static func append(_ octets: ArraySlice<UInt8>, to upload: String, as login: String, _ house: PeopledService) async throws
        -> Reply
    {
        let request = Request(
            verb: "upload.append", arguments: [RequestField("upload", upload), RequestField("at", String(octets.startIndex))],
            body: Array(octets))
        return await house.dispatcher.reply(to: request, from: try house.actor(login))
    }

    /// The raw octets behind the 151 line of an answer, and its final members.
    private static func chunk(_ reply: Reply) -> (octets: ArraySlice<UInt8>, final: JSONValue) {
        let wire = reply.encoded(tag: nil)
        guard wire.starts(with: "151".utf8), let head = wire.firstIndex(of: 0x0A) else { return ([], reply.json) }
        let final = Array("\n200 - ".utf8)
        let end = wire.count - reply.json.encoded().count - final.count - 1
        return (wire[(head + 1)..<max(head + 1, end)], reply.json)
    }

    @Test func `a file in chunks of any size comes back to the octet, from any offset`() async throws {
        var generator = SeededGenerator.printed()
        try await PeopledService.with { house in
            let octets = Self.content(3 << 20 + 12_345)
            let upload = try await Self.open(octets, as: "ngo", house)
            var at = 0
            while at < octets.count {
                let end = min(octets.count, at + Int.random(in: 4096...(1 << 20), using: &generator))
                let reply = try await Self.append(octets[at..<end], to: upload, as: "ngo", house)
                try #require(reply.json["at"]?.integer == Int64(end))
                at = end
            }
            let document = try await house.made(
                "ngo", "document.submit review=\(house.review) kind=contribution lang=en title=File upload=\(upload)")
            var read: [UInt8] = []
            var next: Int64? = 0
            while let from = next {
                let (chunk, final) = Self.chunk(try await house.reply("officer", "document.get document=\(document) from=\(from)"))
                try #require(!chunk.isEmpty && chunk.count <= house.service.limits.chunkBytesMax)
                read += chunk
                next = final["next"]?.integer
            }
            #expect(read == octets)
            for _ in 0..<40 {
                let from = Int.random(in: 0..<octets.count, using: &generator)
                let (chunk, _) = Self.chunk(try await house.reply("officer", "document.get document=\(document) from=\(from)"))
                #expect(!chunk.isEmpty && chunk.elementsEqual(octets[from..<(from + chunk.count)]), "from \(from)")
            }
        }
    }

    @Test func `the largest file goes through in chunks of a mebibyte`() async throws {
        try await PeopledService.with { house in
            let octets = Self.content(house.service.limits.uploadBytesMax)
            let upload = try await Self.open(octets, as: "ngo", house)
            var last: Reply?
            for at in stride(from: 0, to: octets.count, by: 1 << 20) {
                last = try await Self.append(octets[at..<min(at + 1 << 20, octets.count)], to: upload, as: "ngo", house)
            }
            #expect(last?.json["complete"]?.flag == true)
        }
    }

    @Test func `of appends that meet at one offset one is taken`() async throws {
        try await PeopledService.with { house in
            let octets = Self.content(300_000)
            let upload = try await Self.open(octets, as: "ngo", house)
            let codes = try await together(6) { _ in try await Self.append(octets[0..<100_000], to: upload, as: "ngo", house).code }
            #expect(codes.filter { $0 == .done }.count == 1)
            #expect(codes.filter { $0 == .version }.count == 5)
            #expect(try await house.done("ngo", "upload.show upload=\(upload)")["at"]?.integer == 100_000)
        }
    }

    @Test func `the same key at the same moment has one effect, and everyone is told of that one`() async throws {
        try await PeopledService.with { house in
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=Once key=one-key-at-one-moment"
            let ids = try await together(6) { _ in try await house.made("ngo", line, body: "Once.") }
            #expect(Set(ids).count == 1)
            #expect(try await house.reply("ngo", "document.list mine=yes").json["n"]?.integer == 1)
        }
    }

    @Test func `a draft that is handed in twice at one moment is handed in once`() async throws {
        try await PeopledService.with { house in
            let draft = try await house.made("ngo", "document.draft review=\(house.review) kind=contribution lang=en title=D", body: "D.")
            let codes = try await together(6) { _ in try await house.reply("ngo", "document.submit document=\(draft) if=1").code }
            #expect(codes.filter { $0 == .created }.count == 1)
            #expect(codes.allSatisfy { [.created, .version, .state].contains($0) }, "\(codes)")
        }
    }

    @Test func `uploads that open together share one quota`() async throws {
        try await PeopledService.with { house in
            let line = "upload.open name=a.pdf type=application/pdf size=52428800 sha256=\(String(repeating: "0", count: 64))"
            let codes = try await together(8) { _ in try await house.reply("ngo", line).code }
            #expect(codes.filter { $0 == .created }.count == 4)
            #expect(codes.filter { $0 == .tooLarge }.count == 4)
            #expect(try await house.reply("nhri", line).code == .created)
        }
    }

    @Test func `what an organisation has stored is counted altogether, handed in or not, and a refusal loses nothing`() async throws {
        var limits = Limits()
        limits.organisationBytesMax = 20_000
        try await PeopledService.with(limits: limits) { house in
            let octets = Self.content(10_000)
            let upload = try await Self.open(octets, as: "ngo", house)
            #expect(try await Self.append(octets[...], to: upload, as: "ngo", house).json["complete"]?.flag == true)
            let contribution = "review=\(house.review) kind=contribution lang=en title=x"
            _ = try await house.made("ngo", "document.submit \(contribution) upload=\(upload)")
            let text = String(repeating: "a", count: 6_000)
            let draft = try await house.made("ngo", "document.draft \(contribution)", body: text)
            for (line, body) in [
                ("document.amend document=\(draft) if=1", text), ("document.submit \(contribution)", text),
                ("upload.open name=a.txt type=text/plain size=4001 sha256=\(String(repeating: "0", count: 64))", nil),
            ] {
                #expect(try await house.reply("ngo", line, body: body).json["err"]?.text == "upload/quota", "\(line)")
            }
            #expect(try await house.done("ngo", "document.show document=\(draft)")["version"]?.integer == 1)
            #expect(try await house.reply("ngo", "document.list mine=yes").json["n"]?.integer == 2)
            // What is cancelled or has expired gives its room back, and others have room of their own.
            let last = try await Self.open(Self.content(4_000), as: "ngo", house)
            try await house.done("ngo", "upload.cancel upload=\(last)")
            _ = try await Self.open(Self.content(4_000), as: "ngo", house)
            #expect(try await house.reply("ngo", "document.amend document=\(draft) if=1", body: "b").code == .tooLarge)
            try await house.done("survivors", "document.draft \(contribution)", body: text)
            try await house.done("head", "clock.advance to=2026-11-12T09:00:00Z")
            _ = try await Self.open(Self.content(3_000), as: "ngo", house)
            try await house.done("ngo", "document.amend document=\(draft) if=1", body: String(repeating: "b", count: 1_000))
            #expect(try await house.reply("ngo", "document.amend document=\(draft) if=2", body: "c").code == .tooLarge)
        }
    }

    @Test func `an upload that nobody used within its time ends, and its octets with it, whoever uploads afterwards`() async throws {
        try await PeopledService.with { house in
            let octets = Self.content(10)
            let upload = try await Self.open(octets, as: "ngo", house)
            _ = try await Self.append(octets[0..<5], to: upload, as: "ngo", house)
            let run = { try await house.done("clerk", "job.run job=expiry")["happened"]?.integer }
            #expect(try await run() == 0)
            #expect(try await house.done("ngo", "upload.show upload=\(upload)")["state"]?.text == "open")
            try await house.done("head", "clock.advance to=2026-11-10T09:00:00Z")
            #expect(try await run() == 0, "a count would tell a clerk of uploads")
            #expect(try await house.done("ngo", "upload.show upload=\(upload)")["state"]?.text == "cancelled")
            let left = try await house.service.pool.read(Actor.system.context, ["select count(*) from upload_chunk"]).tables[0]
            #expect(try left.decode(0, as: Int.self) == 0)
        }
    }
}
