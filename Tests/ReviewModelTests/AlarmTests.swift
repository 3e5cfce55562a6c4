import ReviewModel
import Testing

@Suite struct AlarmTests {
    let vienna: WorkCalendar
    let questionnaire: ObligationRule

    init() throws {
        vienna = try ConfigFiles.vienna()
        questionnaire = try #require(try ConfigFiles.appeal().obligation("questionnaire"))
    }

    private func deadline(_ from: String) throws -> Deadline {
        try DeadlineArithmetic.deadline(rule: questionnaire.due, anchoredOn: #require(LocalDate(from)), calendar: vienna)
    }

    @Test func `each rule has its alarm, at the deadline's own time of day, also across a change of the clocks`() throws {
        // Due on Thursday 1 April 2027 at the end of the day, when Vienna is two hours ahead; thirty days before it was one.
        let alarms = questionnaire.alarms(for: try deadline("2026-10-01"), owedBy: questionnaire.by)
        #expect(
            alarms.map { "\($0.firesAt) \($0.rule) \($0.recipients) \($0.latePolicy.rawValue)" } == [
                "2027-03-02T23:00:00Z 30 days before state-under-review skip",
                "2027-03-25T23:00:00Z 7 days before state-under-review skip",
                "2027-03-31T22:00:00Z 1 day before state-under-review skip",
                "2027-04-08T22:00:00Z 7 days after state-under-review coalesce",
                "2027-04-15T22:00:00Z escalation to officer after 14 days officer must",
                "2027-05-01T22:00:00Z 30 days after state-under-review coalesce",
                "2027-05-31T22:00:00Z escalation to conference after 60 days conference must",
            ])
    }

    @Test func `an alarm that is met in time fires`() throws {
        let due = try deadline("2026-10-01")
        for alarm in questionnaire.alarms(for: due, owedBy: questionnaire.by) {
            #expect(AlarmDecision.decide(on: [alarm], deadline: due.dueAt, now: alarm.firesAt) == [.fire])
        }
    }

    @Test func `a reminder of days that are left is untrue from the deadline on, to the second`() throws {
        let due = try deadline("2026-10-01")
        let alarm = try #require(questionnaire.alarms(for: due, owedBy: questionnaire.by).first { $0.rule == "1 day before" })
        let skipped = [AlarmDecision.skip("the deadline has passed")]
        #expect(AlarmDecision.decide(on: [alarm], deadline: due.dueAt, now: due.dueAt.adding(seconds: -1)) == [.fire])
        #expect(AlarmDecision.decide(on: [alarm], deadline: due.dueAt, now: due.dueAt) == skipped)
        #expect(AlarmDecision.decide(on: [alarm], deadline: due.dueAt, now: due.dueAt.adding(seconds: 1)) == skipped)
    }

    @Test func `after months of downtime escalations fire and the last reminder stands for the others`() throws {
        let due = try deadline("2026-10-01")
        let alarms = questionnaire.alarms(for: due, owedBy: questionnaire.by)
        let decisions = AlarmDecision.decide(on: alarms, deadline: due.dueAt, now: due.dueAt.adding(seconds: 100 * 86_400))
        #expect(
            decisions == [
                .skip("the deadline has passed"), .skip("the deadline has passed"), .skip("the deadline has passed"),
                .coalesce("told by: 30 days after"), .fire, .fire, .fire,
            ])
    }

    @Test func `of several that were missed before the deadline the last one stands`() throws {
        let due = try deadline("2026-10-01")
        let alarms = questionnaire.alarms(for: due, owedBy: questionnaire.by).filter { $0.latePolicy == .skip }
        #expect(
            AlarmDecision.decide(on: alarms, deadline: due.dueAt, now: due.dueAt.adding(seconds: -60)) == [
                .coalesce("told by: 1 day before"), .coalesce("told by: 1 day before"), .fire,
            ])
    }
}
