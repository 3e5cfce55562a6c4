import Foundation
import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// A year of the working calendar that is published while reviews run moves what hangs on it, and nothing else, once.
@Suite struct CalendarYearTests {
    /// A folder of configuration whose calendar of Vienna also has these lines; removed afterwards.
    private static func config(adding notes: String, _ rows: String, _ body: (ReferenceLoad) async throws -> Void) async throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "reviewd-config-\(UUID().uuidString)")
        try files.copyItem(atPath: TestCluster.root + "/config", toPath: folder.path())
        let file = folder.appending(path: "calendars/unov.tsv")
        let text = try String(contentsOf: file, encoding: .utf8).replacing("\ndate\tname", with: "\n\(notes)\ndate\tname") + rows
        try text.write(to: file, atomically: true, encoding: .utf8)
        try await body(ReferenceLoad(config: folder.path()))
        try files.removeItem(at: folder)
    }

    /// The self-assessment is owed by Monday, 3 May 2027, as far as weekends tell.
    private static func beginSelfAssessment(_ house: PeopledService) async throws {
        let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
        try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
    }

    @Test func `a published year moves a provisional deadline, plans its alarms anew and tells who owes it, once`() async throws {
        try await PeopledService.with { house in
            try await Self.beginSelfAssessment(house)
            try await Self.config(adding: "#year\t2027\t2027-1", "2027-05-03\tA day off\t\n") { load in
                let moved = try #require(try await load.run(house.installation.owner).moved)
                let again = try await load.run(house.installation.owner).moved
                #expect(again == [])
                #expect(moved.map(\.name) == ["questionnaire"] && moved.map(\.party) == ["KEN"])
                #expect(moved.map(\.from) == ["2027-05-03 24:00"] && moved.map(\.to) == ["2027-05-04 24:00"])
            }
            let questionnaire: SQL = "from (select * from obligation where rule = 'questionnaire') o"
            #expect(
                try await house.texts("select due_local_date || ' ' || due_provisional || ' ' || deadline_version \(questionnaire)")
                    == ["2027-05-04 false 2"])
            #expect(try await house.texts("select to_char(original_due_at, 'YYYY-MM-DD') \(questionnaire)") == ["2027-05-03"])
            #expect(
                try await house.texts(
                    "select distinct a.state || ' ' || coalesce(cause, '') || ' ' || a.deadline_version \(questionnaire) join alarm a on a.obligation = o.id order by 1"
                )
                    == ["cancelled the deadline moved 1", "pending  2"])
            #expect(
                try await house.texts("select fires_at::text from alarm where rule = '7 days before' and state = 'pending'")
                    == ["2027-04-27 22:00:00+00"])
            #expect(
                try await house.texts(
                    "select a.login from notice n join account a on a.id = n.account where n.kind = 'deadline-moved' order by 1")
                    == ["delegate", "focal"])
            #expect(try await house.texts("select name from event where name = 'obligation.recomputed'").count == 1)
        }
    }

    @Test func `a published year that moves nothing makes a deadline final and tells nobody; a corrected one moves it after all`()
        async throws
    {
        try await PeopledService.with { house in
            try await Self.beginSelfAssessment(house)
            let standing: SQL = """
                select due_local_date || ' ' || due_provisional || ' ' || due_calendar_version || ' ' || deadline_version
                from obligation where rule = 'questionnaire'
                """
            try await Self.config(adding: "#year\t2027\t2027-1", "") { load in
                try await load.run(house.installation.owner)
            }
            #expect(try await house.texts(standing) == ["2027-05-03 false 2027-1 1"])
            #expect(try await house.texts("select id from notice where kind <> 'stage-entered'").isEmpty)
            try await Self.config(adding: "#year\t2027\t2027-2", "2027-05-03\tA day off\t\n") { load in
                let moved = try await load.run(house.installation.owner).moved
                #expect(moved?.map(\.to) == ["2027-05-04 24:00"])
            }
            #expect(try await house.texts(standing) == ["2027-05-04 false 2027-2 2"])
        }
    }

    @Test func `an answer that is owed moves too, and only those who owe it are told`() async throws {
        try await PeopledService.with { house in
            try await house.done(
                "ngo", "document.submit review=\(house.review) kind=contribution lang=en title=Report audience=open", body: "What we saw.")
            try await house.done(
                "ngo", "document.submit review=\(house.review) kind=contribution lang=en title=Hidden audience=experts source=hidden",
                body: "What we fear.")
            // Received on 2 November 2026: two months later is Saturday, 2 January 2027, and so Monday, the 4th.
            try await Self.config(adding: "#year\t2027\t2027-1", "2027-01-04\tA day off\t\n") { load in
                let moved = try #require(try await load.run(house.installation.owner).moved)
                #expect(moved.map(\.to) == ["2027-01-05 24:00", "2027-01-05 24:00"])
            }
            #expect(
                try await house.texts(
                    "select a.login from notice n join account a on a.id = n.account where n.kind = 'deadline-moved' order by 1")
                    == ["delegate", "focal", "officer"])
        }
    }

    @Test func `while the schedule is held nothing moves, and afterwards the daemon does it`() async throws {
        try await PeopledService.with { house in
            try await Self.beginSelfAssessment(house)
            try await house.done("officer", "schedule.hold reason=\"The clock is being looked at\"")
            try await Self.config(adding: "#year\t2027\t2027-1", "2027-05-03\tA day off\t\n") { load in
                let moved = try await load.run(house.installation.owner).moved
                #expect(moved == nil)
            }
            try await house.done("officer", "schedule.release reason=\"It is right\"")
            try await house.done("officer", "job.run job=follow-up")
            #expect(
                try await house.texts("select due_local_date::text from obligation where rule = 'questionnaire'") == ["2027-05-04"])
        }
    }
}
