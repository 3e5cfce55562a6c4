import ReviewModel

extension Circle {
    /// One thing that somebody does on a day of the review, counted from its start.
    struct Step: Sendable {
        let day: Int
        let who: String
        let line: String
        var body: String?
    }

    private static let advance = "review.advance review=$review if=$ver reason=\"It did not come\""

    /// Two years in which people are late, ask for more time, hand over, leave things undone, move a date, and leave at the end of a term.
    static let years = [
        Step(day: 1, who: "head", line: "nomination.make review=$review account=$login:officer function=officer note_verbale=NV/1"),
        Step(day: 18, who: "lead", line: "nomination.make review=$review account=$login:focal function=focal-point note_verbale=NV/2"),
        Step(
            day: 32, who: "head",
            line: "nomination.make review=$review account=$login:expert function=expert note_verbale=NV/3 until=$day:400"),
        Step(day: 45, who: "officer", line: "nomination.make review=$review account=$login:reviewer function=reviewer note_verbale=NV/4"),
        Step(day: 50, who: "officer", line: advance),
        Step(day: 60, who: "ngo", line: "document.submit review=$review kind=contribution lang=en title=Seen", body: "What we saw."),
        Step(day: 100, who: "focal", line: "obligation.extend obligation=$owed:questionnaire days=30 reason=\"A new ministry\""),
        Step(
            day: 101, who: "officer", line: "obligation.grant obligation=$owed:questionnaire if=$owedver:questionnaire reason=\"It is new\""
        ),
        Step(day: 120, who: "focal", line: "obligation.extend obligation=$owed:questionnaire days=20 reason=\"Still new\""),
        Step(
            day: 121, who: "officer", line: "obligation.refuse obligation=$owed:questionnaire if=$owedver:questionnaire reason=\"It was\""),
        Step(
            day: 130, who: "lead",
            line: "nomination.handover nomination=$nomination:focal-point if=1 account=$login:deputy note_verbale=NV/5"),
        Step(day: 280, who: "officer", line: advance),
        Step(
            day: 282, who: "officer",
            line: "obligation.waive obligation=$owed:desk-review if=$owedver:desk-review reason=\"The visit first\""),
        Step(day: 315, who: "officer", line: advance),
        Step(day: 320, who: "officer", line: "document.submit review=$review kind=visit-report lang=en title=x", body: "We went."),
        Step(day: 332, who: "officer", line: advance),
        Step(day: 340, who: "expert", line: "document.submit review=$review kind=draft-report lang=en title=x", body: "We think."),
        Step(day: 348, who: "officer", line: advance),
        Step(day: 355, who: "deputy", line: "document.submit review=$review kind=comments lang=en title=x", body: "We differ."),
        Step(day: 364, who: "officer", line: advance),
        Step(day: 365, who: "officer", line: "anchor.record review=$review name=dialogue.session at=$day:600"),
        Step(day: 366, who: "officer", line: "anchor.record review=$review name=dialogue.session at=$day:620 if=1"),
    ]
    static let lastDay = 660

    /// What its people are told of in that time.
    static let kinds: Set<NoticeKind> = [
        .reminder, .dueToday, .missed, .escalation, .extensionRequested, .extensionGranted, .extensionRefused, .waived, .deadlineMoved,
        .handedOver, .functionEnding, .functionEnded, .stageEntered, .responseOwed,
    ]
}
