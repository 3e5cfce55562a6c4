import Foundation
import Postgres
import ReviewModel
import ReviewNotice
import ReviewService
import ReviewWire
import Support
import Testing

/// `reviewd bounce` as a mail server's pipe runs it: the built program, with the deliverer's login.
@Suite(.serialized) struct BounceTests {
    private static func sample(_ name: String, of messageID: String = "<m-0000000001@example.org>") throws -> [UInt8] {
        let text = try String(contentsOfFile: TestCluster.root + "/Tests/Bounces/\(name).eml", encoding: .utf8)
        return Array(text.replacing("<m-0000000001@example.org>", with: messageID).utf8)
    }

    /// Its exit status and what it says.
    private static func take(_ octets: [UInt8], _ database: ConnectionString) async throws -> (status: Int32, said: String) {
        try await withCheckedThrowingContinuation { caller in
            DispatchQueue.global().async { caller.resume(with: Result { try run(octets, database) }) }
        }
    }

    private static func run(_ octets: [UInt8], _ database: ConnectionString) throws -> (status: Int32, said: String) {
        let (process, stdin, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: DaemonProcess.program)
        process.arguments = ["bounce"]
        process.environment = ["PATH": "/usr/bin:/bin", "REVIEWD_DELIVER_DATABASE_URL": database.description]
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, output, output)
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(octets))
        try stdin.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }

    /// A message that left, and the words that take a bounce to it.
    private static func with(_ body: (Post, String, ConnectionString) async throws -> Void) async throws {
        try await Post.with { post in
            try await post.tell("focal", "en", post.first)
            let outbox = post.outbox("1")
            guard let claim = try await outbox.claim(limit: 1, domain: "example.org").first else { return }
            #expect(try await outbox.sent(claim))
            try await body(post, claim.messageID, post.house.installation.daemon.with(user: "reviewd_deliver"))
        }
    }

    private static let state: SQL = "select concat_ws(' ', state, last_error, holder, lease_until) from outbox"

    @Test func `a bounce makes its message a dead letter, which the head sees, and which leaves again when the head says so`() async throws
    {
        try await Self.with { post, id, login in
            let taken = try await Self.take(Self.sample("postfix", of: id), login)
            #expect(taken.status == 0 && taken.said == "\(id) is a dead letter now (5.1.1)\n")
            #expect(try await post.texts(Self.state) == ["dead bounced (5.1.1)"])
            let head = try await post.house.connect(as: "head")
            let row = try #require(try await head.send(Request.reading("outbox.list state=dead", body: nil)).rows().first)
            #expect(row["last_error"]?.text == "bounced (5.1.1)" && row["message_id"]?.text == id)
            // The second copy of it changes nothing.
            let again = try await Self.take(Self.sample("headers-only", of: id), login)
            #expect(again.status == 0 && again.said == "\(id) is dead already; nothing changes\n")
            #expect(try await post.texts(Self.state) == ["dead bounced (5.1.1)"])
            let line = "outbox.retry message=\(row["id"]?.text ?? "") if=\(row["ver"]?.integer ?? 0)"
            #expect(try await head.send(Request.reading(line, body: nil)).code == 200)
            await head.close()
            let claim = try #require(try await post.outbox("2").claim(limit: 1, domain: "example.org").first)
            #expect(claim.messageID == id && claim.attempt == 2)
        }
    }

    @Test func `one that is on its way again is stopped, and whoever carries it settles nothing`() async throws {
        try await Self.with { post, id, login in
            try await post.set("update outbox set state = 'pending', settled_at = null, next_attempt_at = moment()")
            let claim = try #require(try await post.outbox("1").claim(limit: 1, domain: "example.org").first)
            #expect(try await Self.take(Self.sample("given-up", of: id), login).status == 0)
            #expect(try await post.texts(Self.state) == ["dead bounced (4.4.7)"])
            #expect(try await !post.outbox("1").sent(claim))
            #expect(try await post.texts(Self.state) == ["dead bounced (4.4.7)"])
        }
    }

    @Test func `what is no bounce of ours, or says that nothing is lost, is said so and changes nothing`() async throws {
        try await Self.with { post, id, login in
            let before = try await post.texts("select concat_ws(' ', state, ver, settled_at) from outbox")
            var large = try Self.sample("postfix", of: id)
            large += Array(repeating: 120, count: Bounce.octetsMax)
            for (octets, status, said) in [
                (try Self.sample("delayed", of: id), 0, "\(id) is delayed (4.4.1); nothing changes\n"),
                (try Self.sample("postfix"), 65, "reviewd bounce: not taken: it returns no message of ours\n"),
                (
                    try Self.sample("away", of: id), 65,
                    "reviewd bounce: not taken: it is no report of a delivery (multipart/report of delivery-status)\n"
                ), (Array("hello".utf8), 65, nil), ([], 65, nil), (Array(try Self.sample("postfix", of: id).dropLast(100)), 65, nil),
                (large, 65, "reviewd bounce: not taken: it is larger than 1048576 octets\n"),
            ] as [([UInt8], Int32, String?)] {
                let taken = try await Self.take(octets, login)
                #expect(taken.status == status && taken.said == said ?? taken.said, "\(taken)")
                #expect(!taken.said.contains("ministry") && !taken.said.contains("Monday"))
            }
            #expect(try await post.texts("select concat_ws(' ', state, ver, settled_at) from outbox") == before)
        }
    }

    @Test func `without the database, or without the right to write, the mail server is to try again`() async throws {
        try await Self.with { post, id, login in
            let bounce = try Self.sample("postfix", of: id)
            for away in [login.with(database: "not_there"), login.with(user: "reviewd_public"), login.with(user: "nobody-at-all")] {
                let taken = try await Self.take(bounce, away)
                #expect(taken.status == 75 && taken.said.hasPrefix("reviewd bounce: not taken now: "), "\(taken)")
            }
            #expect(try await post.texts("select state from outbox") == ["sent"])
        }
    }
}
