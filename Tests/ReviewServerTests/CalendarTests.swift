import Foundation
import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Calendars for other programs: read by Python's icalendar, and written by the client into a file.
@Suite(.serialized, .enabled(if: PythonTools.areHere))
struct CalendarTests {
    private struct Entry: Decodable {
        let uid: String, sequence: Int, start: String, summary: String, status: String, alarms: Int
    }

    private static func entries(_ octets: [UInt8]) throws -> [Entry] {
        try JSONDecoder().decode([Entry].self, from: PythonTools.run("read-calendar.py", input: octets))
    }

    private static func say(_ house: TestHouse, _ who: String, _ line: String) async throws -> JSONValue {
        let reply = try await house.elsewhere(who, line)
        guard !reply.code.isRefusal else { throw TranscriptProblem("\(who): \(line): \(reply.json)") }
        return reply.json
    }

    /// The sessions in somebody's calendar, the first one first.
    private static func sessions(_ house: TestHouse, _ who: String) async throws -> [Entry] {
        let connection = try await house.connect(as: who)
        let reply = try await connection.send(Request.reading("calendar.export", body: nil)).orThrow()
        await connection.close()
        return try entries(reply.chunks).filter { $0.uid.hasSuffix(".session.reviewd") }.sorted { $0.start < $1.start }
    }

    @Test func `a session stands in the calendars of those who take part, moves under the same name, and is called off`() async throws {
        try await TestHouse.with { house in
            let review = house.bindings["review"]?.text ?? ""
            for (name, at) in [("session", "2028-05-08T08:00:00Z"), ("opened", "2028-05-08T08:30:00Z")] {
                _ = try await Self.say(house, "officer", "anchor.record review=\(review) name=dialogue.\(name) at=\(at)")
            }
            _ = try await Self.say(house, "officer", "anchor.record review=\(review) name=visit.agreed at=2027-05-08T08:00:00Z")
            _ = try await Self.say(house, "delegate", "account.update if=1 language=ar")
            _ = try await Self.say(house, "expert", "conflict.declare review=\(review) reason=\"a cousin\"")
            let first = try await Self.sessions(house, "focal")
            #expect(first.map(\.summary) == ["KEN: Session of the dialogue", "KEN: Opening of the dialogue"])
            #expect(first.map(\.uid) == ["\(review).dialogue.session.session.reviewd", "\(review).dialogue.opened.session.reviewd"])
            #expect(first.map(\.start) == ["2028-05-08T08:00:00+00:00", "2028-05-08T08:30:00+00:00"])
            #expect(first.allSatisfy { $0.sequence == 0 && $0.status == "CONFIRMED" && $0.alarms == 2 })
            #expect(try await Self.sessions(house, "delegate").first?.summary == "KEN: جلسة الحوار")
            func count(_ who: String, _ rest: String = "") async throws -> Int {
                let text = String(decoding: try await house.elsewhere(who, "calendar.export\(rest)").encoded(tag: nil), as: UTF8.self)
                return text.ranges(of: ".session.reviewd").count
            }
            for who in ["officer", "reviewer"] { #expect(try await count(who) == 2, "\(who)") }
            for who in ["expert", "ngo", "outsider", "bystander", "head"] {
                #expect(try await count(who) == 0, "\(who)")
                #expect(try await count(who, " review=\(review)") == 2, "\(who) asks for it")
            }

            _ = try await Self.say(house, "officer", "anchor.record review=\(review) name=dialogue.session at=2028-06-12T08:00:00Z if=1")
            let moved = try await Self.sessions(house, "focal")
            #expect(moved.map(\.sequence) == [0, 1] && moved[1].uid == first[0].uid && moved[1].start == "2028-06-12T08:00:00+00:00")

            let version = try await Self.say(house, "officer", "review.show review=\(review)")["ver"]?.integer ?? 0
            _ = try await Self.say(house, "head", "review.cancel review=\(review) if=\(version) reason=\"No cover\"")
            let gone = try await Self.sessions(house, "focal")
            #expect(gone.map(\.status) == ["CANCELLED", "CANCELLED"] && gone.map(\.sequence) == [1, 2])
        }
    }

    @Test func `the client writes it to a file or a pipe, whole and for its owner`() async throws {
        try await TestHouse.with { house in
            _ = try await Self.say(house, "reviewer", "account.update if=1 language=ru")
            let desk = try Desk(house, login: "reviewer")
            defer { desk.clear() }
            let piped = try await desk.run("calendar")
            #expect(piped.status == 0)
            let read = try Self.entries(piped.output)
            #expect(!read.isEmpty && read.allSatisfy { $0.uid.hasSuffix(".obligation.reviewd") })
            Self.expectWellFolded(piped.output)

            let review = house.bindings["review"]?.text ?? ""
            #expect(try await desk.run("calendar", review.lowercased(), "--output", "\(desk.folder)/mine.ics").status == 0)
            let written = FileManager.default.contents(atPath: "\(desk.folder)/mine.ics").map { Array($0) } ?? []
            #expect(try Self.entries(written).map(\.uid) == read.map(\.uid))
            let mode = try FileManager.default.attributesOfItem(atPath: "\(desk.folder)/mine.ics")[.posixPermissions] as? Int
            #expect(mode == 0o600)

            let absent = try await desk.run("calendar", "R-0000000000", "--output", "\(desk.folder)/none.ics")
            #expect(absent.status == 5 && !FileManager.default.fileExists(atPath: "\(desk.folder)/none.ics"))
            #expect(
                try await String(decoding: desk.run("calendar", "--help").output, as: UTF8.self).contains(
                    "reviewctl calendar [R-…] > mine.ics"))
            let list = try await desk.run("calendar", "list", "--json")
            #expect(String(decoding: list.output, as: UTF8.self).contains("\"zone\":\"Europe/Vienna\""))
        }
    }

    /// RFC 5545 §3.1: CRLF, and at most 75 octets of whole characters before it.
    private static func expectWellFolded(_ octets: [UInt8]) {
        let lines = octets.split(separator: 10, omittingEmptySubsequences: false).dropLast()
        #expect(lines.allSatisfy { $0.last == 13 && $0.count <= 76 && String(validating: $0, as: UTF8.self) != nil })
        #expect(lines.contains { $0.first == 32 }, "nothing was long enough to be folded")
    }
}

/// Somebody's machine with the built client on it, logged in.
private struct Desk {
    let folder = FileManager.default.temporaryDirectory.path + "/reviewctl-\(UUID().uuidString)"

    init(_ house: TestHouse, login: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Cast.password(of: login).write(toFile: folder + "/password", atomically: true, encoding: .utf8)
        let arguments = ["login", login, "--server", "\(house.address)", "--password-file", folder + "/password"]
        let (status, _) = try Self.start(arguments, folder)()
        guard status == 0 else { throw TranscriptProblem("reviewctl login ends with \(status)") }
    }

    func run(_ arguments: String...) async throws -> (status: Int32, output: [UInt8]) {
        try await withCheckedThrowingContinuation { caller in
            DispatchQueue.global().async { caller.resume(with: Result { try Self.start(arguments, folder)() }) }
        }
    }

    /// Starts the program; the answer waits for its end.
    private static func start(_ arguments: [String], _ home: String) throws -> () throws -> (status: Int32, output: [UInt8]) {
        let (process, stdout) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: TestCluster.root + "/.build/debug/reviewctl")
        (process.arguments, process.environment) = (arguments, ["HOME": home, "PATH": "/usr/bin:/bin"])
        (process.standardOutput, process.standardInput) = (stdout, FileHandle.nullDevice)
        try process.run()
        return {
            let output = stdout.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, Array(output))
        }
    }

    func clear() {
        // try?: what is left behind lies among the temporary files.
        try? FileManager.default.removeItem(atPath: folder)
    }
}
