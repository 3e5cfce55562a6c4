import ReviewModel
import Testing

@Suite struct ProcedureRefusalTests {
    struct Break: CustomTestStringConvertible, Sendable {
        let good: String
        let bad: String
        let word: ProcedureProblem.Word
        let path: String

        init(_ good: String, _ bad: String, _ word: ProcedureProblem.Word, _ path: String) {
            (self.good, self.bad, self.word, self.path) = (good, bad, word, path)
        }

        var testDescription: String { bad.isEmpty ? "without \(good)" : bad }
    }

    @Test func `the small procedure loads`() throws {
        #expect(SmallProcedure.problems(of: SmallProcedure.yaml) == [])
        let small = try Procedure.load(yaml: SmallProcedure.yaml)
        #expect(small.stages[1].publish[.contribution] == .never(LocalizedText(english: "It is kept.")))
        #expect(small.stages[0].title[.fr] == "Rapport")
        #expect(small.stages[0].title[.ar] == "Report")
        #expect(small.stages[1].leave.mode == .automatic)
    }

    static let breaks = [
        Break("anchor: review.start", "anchor: review.end", .unknownAnchor, "stages[0].owes[0].due.anchor"),
        Break("anchor: review.start", "anchor: stage.nowhere.entered", .unknownAnchor, "stages[0].owes[0].due.anchor"),
        Break("anchor: review.start", "anchor: obligation.nothing.met", .unknownAnchor, "stages[0].owes[0].due.anchor"),
        Break("anchor: review.start", "anchor: document.position.received", .unknownAnchor, "stages[0].owes[0].due.anchor"),
        Break("anchor: review.start", "anchor: session.missed", .unknownAnchor, "stages[0].owes[0].due.anchor"),
        Break(
            "anchor: review.start", "anchor: document.contribution.received", .tellingAnchor, "stages[0].owes[0].due.anchor"),
        Break("anchor: session.held", "anchor: document.response.received", .tellingAnchor, "stages[1].owes[0].due.anchor"),
        Break(
            "from: civil, closes: with-stage", "from: civil, closes: document.contribution.received", .tellingAnchor,
            "stages[0].windows[0].closes"),
        Break("else: stage.end.entered", "else: Tuesday", .unknownAnchor, "stages[1].owes[0].due.else"),
        Break("adoption: obligation.decision.met", "adoption: obligation.vote.met", .unknownAnchor, "adoption"),
        Break("anchor: review.start", "anchor: stage.end.entered", .circle, "stages[0].owes[0].due.anchor"),
        Break("anchor: review.start", "anchor: obligation.paper.met", .circle, "stages[0].owes[0].due.anchor"),
        Break("anchor: review.start", "anchor: document.decision.received", .circle, "stages[0].owes[0].due.anchor"),
        Break("enter: {after: review.start}", "enter: {after: end}", .circle, "stages[0].enter.after"),
        Break("leave: {when: [paper], by: officer}", "leave: {when: [paper, decision], by: officer}", .circle, "stages[0].leave.when"),
        Break("by: state\n        document", "by: kingdom\n        document", .unknownClass, "stages[0].owes[0].by"),
        Break("from: civil", "from: [civil, press]", .unknownClass, "stages[0].windows[0].from[1]"),
        Break("to: officer", "to: parliament", .unknownClass, "stages[0].owes[0].escalate[0].to"),
        Break("max: 30 days, by: officer", "max: 30 days, by: nobody", .unknownClass, "stages[0].owes[0].extend.by"),
        Break("when: [paper], by: officer", "when: [paper], by: nobody", .unknownClass, "stages[0].leave.by"),
        Break("otherwise: officer", "otherwise: nobody", .unknownClass, "stages[1].windows[0].respond.otherwise"),
        Break("session.held: {by: officer}", "session.held: {by: nobody}", .unknownClass, "events.session.held.by"),
        Break("classes: [cso, nhri]", "classes: [cso, nhri, ngo]", .unknownClass, "roles.civil.classes[2]"),
        Break("functions: [focal-point]", "functions: [focalpoint]", .unknownClass, "roles.state.functions[0]"),
        Break("functions: [focal-point]", "party: under-review", .missing, "roles.state"),
        Break("    leave: {when: [decision]}\n", "", .noWayOut, "stages[1].leave"),
        Break("leave: {when: [decision]}", "leave: {when: []}", .noWayOut, "stages[1].leave"),
        Break("escalate: [{after: 60 days, to: conference}]\n        ", "", .unseenHold, "stages[1].owes[0].escalate"),
        Break("{after: 60 days, to: conference}", "{after: 60 days, to: officer}", .unseenHold, "stages[1].owes[0].escalate"),
        Break(
            "within: 1 month", "within: 1 month, escalate: [{after: 1 day, to: conference}]", .openAgenda,
            "stages[1].windows[0].respond.escalate[0].to"),
        Break(
            "within: 1 month", "within: 1 month, escalate: [{after: 1 day, to: press}]", .unknownClass,
            "stages[1].windows[0].respond.escalate[0].to"),
        Break(
            "within: 1 month", "within: 1 month, remind: [1 day before, 1 day before]", .duplicate, "stages[1].windows[0].respond.remind"),
        Break("when: [paper], by", "when: [papers], by", .unknownObligation, "stages[0].leave.when"),
        Break("after: [report]", "after: [reports]", .unknownStage, "stages[1].enter.after"),
        Break("from: civil", "from: officer", .closedToCivilSociety, "stages[0].windows"),
        Break("classes: [cso, nhri]", "classes: [cso]", .closedToCivilSociety, "stages[1].windows"),
        Break("from: civil, closes: with-stage", "from: civil, opens: session.held", .closedToCivilSociety, "stages[0].windows"),
        Break("from: civil, closes: with-stage", "from: civil, closes: review.start", .closedToCivilSociety, "stages[0].windows"),
        Break(
            "from: civil, closes: with-stage}",
            "id: early, from: civil, closes: review.start}\n      - {document: contribution, from: civil, opens: session.held, closes: with-stage}",
            .closedToCivilSociety, "stages[0].windows"),
        Break("report: on-adoption, contribution", "contribution", .publication, "stages[0].publish"),
        Break("report: on-adoption", "report: on-adoption, position: with-stage", .publication, "stages[0].publish.position"),
        Break("adoption: obligation.decision.met\n", "", .publication, "stages[0].publish.report"),
        Break("response: on-adoption", "response: someday", .malformed, "stages[1].publish.response"),
        Break("version: 1", "version: 0", .malformed, "version"),
        Break("version: 1", "version: one", .malformed, "version"),
        Break("calendar: unov\n", "", .missing, "calendar"),
        Break("title: Small", "title: {fr: Petit}", .missing, "title.en"),
        Break("fr: Rapport", "de: Bericht", .unknownKey, "stages[0].title.de"),
        Break("version: 1", "version: 1\nverson: 2", .unknownKey, "verson"),
        Break("missed: proceed", "misst: proceed", .unknownKey, "stages[0].owes[0].misst"),
        Break("cutoff:", "cut-off:", .unknownKey, "stages[0].owes[0].due.cut-off"),
        Break("missed: proceed", "missed: ignore", .malformed, "stages[0].owes[0].missed"),
        Break("plus: 2 weeks", "plus: 2 fortnights", .malformed, "stages[0].owes[0].due.plus"),
        Break("plus: 2 weeks", "plus: -2 weeks", .malformed, "stages[0].owes[0].due.plus"),
        Break("plus: 2 weeks", "plus: 2 weeks, minus: 1 day", .malformed, "stages[0].owes[0].due"),
        Break("plus: 2 weeks, ", "", .malformed, "stages[0].owes[0].due"),
        Break("cutoff: \"24:00\"", "cutoff: \"24:30\"", .malformed, "stages[0].owes[0].due.cutoff"),
        Break("roll: next-working-day", "roll: tomorrow", .malformed, "stages[0].owes[0].due.roll"),
        Break("7 days before", "before 7 days", .malformed, "stages[0].owes[0].remind[0]"),
        Break("1 day after", "7 days before", .duplicate, "stages[0].owes[0].remind"),
        Break("times: 1", "times: often", .malformed, "stages[0].owes[0].extend.times"),
        Break("document: report", "nominate: expert\n        late: refuse", .malformed, "stages[0].owes[0].late"),
        Break("document: report", "document: thesis", .malformed, "stages[0].owes[0].document"),
        Break("document: report", "document: report\n        nominate: expert", .malformed, "stages[0].owes[0]"),
        Break("id: end", "id: report", .duplicate, "stages[1].id"),
        Break("id: decision", "id: paper", .duplicate, "stages[1].owes[0].id"),
        Break("id: end", "id: The End", .malformed, "stages[1].id"),
        Break(
            "- {document: contribution, from: civil",
            "- {document: contribution, from: officer}\n      - {document: contribution, from: civil",
            .duplicate, "stages[0].windows[1].id"),
        Break("enter: {after: review.start}\n", "\n", .missing, "stages[0].enter"),
        Break("session.held:", "stage.held:", .malformed, "events.stage.held"),
        Break("closes: with-stage", "closes: whenever", .unknownAnchor, "stages[0].windows[0].closes"),
    ]

    @Test(arguments: breaks)
    func `a procedure with a mistake is refused, with the place of the mistake`(mistake: Break) {
        let problems = SmallProcedure.problems(mistake.good, mistake.bad)
        #expect(problems.contains { $0.word == mistake.word && $0.path == mistake.path }, "\(problems)")
        #expect(problems.allSatisfy { !$0.sentence.isEmpty })
    }

    @Test func `a stage may be closed to civil society for a reason that is shown`() throws {
        let restricted = SmallProcedure.yaml.replacing(
            "windows:\n      - {document: contribution, from: civil, closes: with-stage}",
            with: "restricted: Only the officer knows the report yet.")
        let yaml = restricted.replacing("report: on-adoption, contribution: with-stage", with: "report: on-adoption")
        let procedure = try Procedure.load(yaml: yaml)
        #expect(procedure.stages[0].restricted?[.en] == "Only the officer knows the report yet.")
        #expect(procedure.stages[0].windows.isEmpty)
    }

    @Test func `all that is wrong is told at once`() {
        let yaml = SmallProcedure.yaml
            .replacing("anchor: review.start", with: "anchor: review.end").replacing("missed: proceed", with: "missed: ignore")
            .replacing("from: civil", with: "from: press").replacing("version: 1", with: "version: x").replacing(
                "id: end", with: "id: report")
        let paths = Set(SmallProcedure.problems(of: yaml).map(\.path))
        #expect(
            paths.isSuperset(of: [
                "stages[0].owes[0].due.anchor", "stages[0].owes[0].missed", "stages[0].windows[0].from", "stages[0].windows", "version",
                "stages[1].id",
            ]))
    }

    @Test func `a circle is shown all the way round, once`() {
        let problems = SmallProcedure.problems("enter: {after: review.start}", "enter: {after: end}")
        let circles = problems.filter { $0.word == .circle }
        #expect(circles.count == 1)
        let way = ["stage.report.entered", "stage.end.left", "stage.end.entered", "stage.report.left", "stage.report.entered"]
        #expect(circles.first?.sentence == "waits for itself: " + way.joined(separator: " waits for "))
    }

    @Test(arguments: [
        "", "stages: [", "- a\n- b", "just text", "a: 1\na: 2", "\u{0}", "stages: 3", "stages: [3, [], null]", "roles: []\nevents: 1",
    ])
    func `what is no procedure at all is refused without a crash`(yaml: String) {
        #expect(!SmallProcedure.problems(of: yaml).isEmpty)
    }

    @Test func `no cut of the file is taken for a procedure or brings the reader down`() throws {
        let text = try ConfigFiles.text("procedures/appeal-1.yaml")
        for length in stride(from: 0, to: text.count - 200, by: 997) {
            #expect(!SmallProcedure.problems(of: String(text.prefix(length))).isEmpty)
        }
    }
}
