import Foundation
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// What is counted: readable by Prometheus, and no way around what one may see.
@Suite struct MetricsTests {
    private struct Family: Decodable {
        struct Sample: Decodable {
            let name: String
            let labels: [String: String]
            let value: Double
        }

        let name: String
        let type: String
        let help: String
        let samples: [Sample]
    }

    /// A house in which people have worked, and its clock.
    private func busy(_ body: (PeopledService) async throws -> Void) async throws {
        try await PeopledService.with { house in
            #expect(try await JobClock(house.service).tick() == nil)
            try await house.done("focal", "review.list")
            _ = try await house.reply("ngo", "stats")
            try await house.done("ngo", "document.submit review=\(house.review) kind=contribution title=T lang=en", body: "Text")
            try await body(house)
        }
    }

    @Test(.enabled(if: PythonTools.areHere)) func `Prometheus' own parser reads it, and finds every metric with its help`() async throws {
        try await busy { house in
            let text = try await house.service.exposition(for: .system)
            let families = try JSONDecoder().decode([Family].self, from: PythonTools.run("read-metrics.py", input: Array(text.utf8)))
            // The parser's families of counters go without their ending.
            let found = Dictionary(uniqueKeysWithValues: families.map { ($0.type == "counter" ? $0.name + "_total" : $0.name, $0) })
            #expect(Set(found.keys) == Set(MetricName.allCases.map(\.rawValue)))
            #expect(families.allSatisfy { !$0.help.isEmpty && !$0.samples.isEmpty })
            let alarms = try #require(found["reviewd_alarms"])
            #expect(alarms.type == "gauge" && Set(alarms.samples.compactMap { $0.labels["state"] }).contains("pending"))
            let seconds = try #require(found["reviewd_request_duration_seconds"])
            #expect(seconds.type == "histogram")
            let (count, buckets) = (
                seconds.samples.first { $0.name.hasSuffix("_count") }, seconds.samples.filter { $0.name.hasSuffix("_bucket") }
            )
            #expect(buckets.last?.labels["le"] == "+Inf" && buckets.last?.value == count?.value && count?.value == 3)
            let requests = try #require(found["reviewd_requests_total"]).samples
            #expect(
                Dictionary(uniqueKeysWithValues: requests.map { ($0.labels, $0.value) }) == [
                    ["outcome": "answered"]: 2, ["outcome": "refused"]: 1,
                ])
            #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.value <= $1.value })
            let runs = try #require(found["reviewd_job_runs_total"])
            #expect(Set(runs.samples.compactMap { $0.labels["job"] }) == Set(JobTable.all.map(\.name)))
        }
    }

    @Test func `every line is a comment or a sample, and none names a person, a thing or a verb`() async throws {
        try await busy { house in
            let text = try await house.service.exposition(for: .system)
            #expect(text.hasSuffix("\n"))
            let label = #"[a-z]+="[a-z+I0-9.-]*""#
            let sample = try Regex("^reviewd_[a-z_]+(\\{\(label)(,\(label))*\\})? [0-9.e+-]+$")
            var typed: Set<Substring> = []
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                let words = line.split(separator: " ")
                if line.hasPrefix("# HELP ") { continue }
                if line.hasPrefix("# TYPE ") {
                    #expect(typed.insert(words[2]).inserted, "\(words[2]) is typed once")
                    #expect((words[3] == "counter") == words[2].hasSuffix("_total"), "\(line)")
                } else {
                    #expect(try sample.wholeMatch(in: String(line)) != nil, "\(line)")
                }
            }
            let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
            #expect(samples.firstMatch(of: /[A-Z]-[0-9A-Z]{10}/) == nil)
            for login in house.actors.keys { #expect(!samples.contains("\"\(login)\"")) }
            for command in CommandTable.all { #expect(!samples.contains("\"\(command.name)\"")) }
        }
    }

    @Test func `States, organisations and the public are refused; all counts stay what they were when a contribution comes`() async throws {
        try await PeopledService.with { house in
            for (login, code) in [("focal", 431), ("ngo", 431), ("expert", 431), ("public", 430)] {
                #expect(try await house.reply(login, "stats").code.rawValue == code)
            }
            let (clerks, officers) = (try await Self.queues("clerk", house), try await Self.queues("officer", house))
            for rest in [" source=hidden", " audience=team", ""] {
                let line = "document.submit review=\(house.review) kind=contribution title=T lang=en" + rest
                try await house.done("ngo", line, body: "Text")
                #expect(try await Self.queues("clerk", house) == clerks)
                #expect(try await Self.queues("officer", house) == officers)
            }
        }
    }

    /// What the person is told of everything but the process's own work.
    private static func queues(_ login: String, _ house: PeopledService) async throws -> [String] {
        try await house.wire(login, "stats").split(separator: "\n").map(String.init).filter { line in
            ["alarms", "reminders", "outbox_messages", "obligations", "reviews"].contains { line.hasPrefix("reviewd_\($0)") }
        }
    }
}
