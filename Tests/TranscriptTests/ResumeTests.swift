import ReviewClient
import ReviewWire
import Support
import Testing

/// An upload over lines that are lost in the middle.
@Suite struct ResumeTests {
    @Test(.timeLimit(.minutes(15))) func `an upload goes on at its offset after every lost line`() async throws {
        try await TestHouse.with { house in
            let part = [UInt8](repeating: 0x61, count: 200_000)
            let whole = part + part + part + part
            // SHA-256 of 800,000 times "a".
            let digest = "aa5125d6bc93fefccb5aa554c578cbb4946731e88c59c49ee141d963d991bd88"
            var connection = try await house.connect(as: "ngo")
            let opened = try await connection.send(
                Request.reading("upload.open name=a.txt type=text/plain size=\(whole.count) sha256=\(digest)", body: nil))
            let upload = try #require(opened.result["upload"]?.text)
            var losses = 0
            while true {
                let shown = try await connection.send(Request.reading("upload.show upload=\(upload)", body: nil))
                let at = Int(try #require(shown.result["at"]?.integer))
                guard at < whole.count else { break }
                let request = Request(
                    verb: "upload.append", arguments: [RequestField("upload", upload), RequestField("at", String(at))],
                    body: Array(whole[at..<min(at + part.count, whole.count)]))
                if losses < 6 {
                    // The line is lost before the answer: whether the octets arrived is for upload.show to say.
                    losses += 1
                    _ = connection.start(request)
                    await connection.close()
                    connection = try await house.connect(as: "ngo")
                } else {
                    let reply = try await connection.send(request)
                    #expect(reply.isDone || reply.code == 420)
                }
            }
            let shown = try await connection.send(Request.reading("upload.show upload=\(upload)", body: nil))
            #expect(shown.result["state"]?.text == "complete")
            await connection.close()
        }
    }
}
