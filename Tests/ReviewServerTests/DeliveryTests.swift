import Foundation
import Logging
import Postgres
import ReviewModel
import ReviewNotice
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Testing

@Suite(.serialized) struct DeliveryTests {
    @Test func `a deliverer that was paused past its lease settles nothing`() async throws {
        try await Post.with { post in
            try await post.tell("focal", "en", post.first)
            let (paused, other) = (post.outbox("1"), post.outbox("2"))
            let held = try #require(try await paused.claim(limit: 10, domain: "example.org").first)
            #expect(try await other.claim(limit: 10, domain: "example.org").isEmpty)
            try await post.set("update outbox set lease_until = real_moment() - interval '1 second'")
            let taken = try #require(try await other.claim(limit: 10, domain: "example.org").first)
            #expect(taken.messageID == held.messageID && taken.attempt == 2)
            #expect(try await !paused.renew(held))
            #expect(try await !paused.sent(held))
            #expect(try await !paused.failed(held, "late", isPermanent: true))
            #expect(try await other.sent(taken))
            #expect(try await !other.sent(taken))
            #expect(try await post.states() == ["sent": 1])
        }
    }

    @Test func `attempts wait longer and end as a dead letter`() async throws {
        try await Post.with { post in
            try await post.tell("focal", "en", post.first)
            let outbox = post.outbox("1")
            var attempts = 0
            while let claim = try await outbox.claim(limit: 1, domain: "example.org").first {
                attempts += 1
                #expect(try await outbox.failed(claim, "away", isPermanent: false))
                try await post.set("update outbox set next_attempt_at = moment() where state = 'pending'")
            }
            #expect(attempts == 9)
            #expect(try await post.states() == ["dead": 1])
        }
    }

    @Test func `a rehearsal writes files, one for each message however often it is tried`() async throws {
        try await Post.with { post in
            try await post.tell("focal", "ar", post.first, mail: nil)
            let folder = FileManager.default.temporaryDirectory.path + "/reviewd-spool-\(UUID().uuidString)"
            let deliverer = try post.deliverer(Spool(directory: folder), isRehearsal: true)
            #expect(try await deliverer.pass() == 1)
            try await post.set("update outbox set state = 'pending', settled_at = null")
            #expect(try await deliverer.pass() == 1)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.count == 1 && files[0].hasSuffix("@example.org.eml"))
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    @Test func `a notice is pushed to its own account's connections, ids only`() async throws {
        try await Post.with { post in
            let (focal, ngo) = (try await post.house.connect(as: "focal"), try await post.house.connect(as: "ngo"))
            for connection in [focal, ngo] {
                #expect(try await connection.send(Request.reading("watch topic=notices", body: nil)).code == 200)
            }
            let (mine, others) = (focal.pushes(), ngo.pushes())
            try await post.tell("focal", "en", post.first)
            var iterator = mine.makeAsyncIterator()
            let push = try #require(await iterator.next()).object()
            #expect(push["event"]?.text == "notice.posted" && push["review"]?.text == post.first.description)
            #expect(push["id"]?.text?.hasPrefix("K-") == true && push["obligation"] == nil)
            await focal.close()
            await ngo.close()
            var seen = 0
            for await _ in others { seen += 1 }
            #expect(seen == 0)
        }
    }

    @Test(.enabled(if: PythonTools.areHere)) func `a calendar is read by others, and grows its sequence`() async throws {
        struct Event: Decodable { let uid: String, sequence: Int, summary: String, status: String, alarms: Int }
        try await Post.with { post in
            let focal = try await post.house.connect(as: "focal")
            let before = try await focal.send(Request.reading("calendar.export", body: nil))
            let events = try JSONDecoder().decode([Event].self, from: PythonTools.run("read-calendar.py", input: before.chunks))
            let first = try #require(events.first)
            #expect(Set(events.map(\.uid)).count == events.count && first.summary.hasPrefix("KEN: "))
            try await post.set("update obligation set deadline_version = deadline_version + 1, ver = ver + 1")
            let after = try await focal.send(Request.reading("calendar.export", body: nil))
            let moved = try JSONDecoder().decode([Event].self, from: PythonTools.run("read-calendar.py", input: after.chunks))
            #expect(moved.first?.uid == first.uid && moved.first?.sequence == first.sequence + 1)
            await focal.close()
        }
    }

    @Test func `a webhook's call is signed over its time and its body`() {
        let facts = NoticeFacts(
            id: "K-0000000001", kind: .reminder, review: "R-0000000001", party: "Kenya", obligation: nil, stage: nil, rule: nil, dueAt: nil)
        let call = WebhookCall(
            url: "https://example.org/", secret: "secret", messageID: "<m@example.org>", sentAtSeconds: 100, notices: [facts])
        #expect(
            String(decoding: call.body, as: UTF8.self)
                == #"{"message":"<m@example.org>","notices":[{"id":"K-0000000001","kind":"reminder","review":"R-0000000001"}]}"#)
        #expect(call.signature == "t=100,v1=1632389c7923709e98f0a2041c6669270d99076abda4c8c4ff7f2037aba1a913")
    }
}
