import ReviewModel
import Testing

@Suite struct AppealProcedureTests {
    let appeal: Procedure

    init() throws { appeal = try ConfigFiles.appeal() }

    @Test func `the appeal has ten stages, each after the one before`() {
        let ids = appeal.stages.map(\.id)
        #expect(
            ids == [
                "nominations", "self-assessment", "desk-review", "visit", "draft-report", "comments", "dialogue", "adoption", "position",
                "follow-up",
            ])
        #expect(appeal.stages.map(\.enterAfter) == [[]] + ids.dropLast().map { [$0] })
        #expect(appeal.id == "appeal-1")
    }

    @Test func `everything that has a title has it in six languages`() {
        let titles =
            [appeal.title] + appeal.stages.map(\.title)
            + appeal.stages.flatMap(\.owes).compactMap(\.title) + appeal.stages.flatMap(\.windows).compactMap(\.title)
        #expect(titles.count == 1 + 10 + 16 + 3)
        for title in titles {
            #expect(title.languages == Set(Language.allCases))
            #expect(Language.allCases.allSatisfy { !title[$0].isEmpty })
        }
    }

    @Test func `civil society and national institutions may speak in every stage, and every contribution is answered`() {
        for stage in appeal.stages {
            #expect(stage.restricted == nil)
            let contributions = stage.windows.filter { $0.document == .contribution }
            #expect(!contributions.isEmpty)
            for organisation in [OrganisationClass.cso, .nhri] {
                let participant = Participant(functions: [], organisation: organisation)
                #expect(contributions.allSatisfy { $0.from.contains { appeal.admits($0, participant) } })
            }
            #expect(contributions.allSatisfy { $0.respond?.otherwise == "officer" })
        }
    }

    @Test func `whatever is owed and does not come lies before the Conference at last`() {
        for rule in appeal.stages.flatMap(\.owes) { #expect(rule.escalate.last?.to == "conference", "\(rule.id)") }
    }

    @Test func `nothing that is handed in is never published`() {
        for rule in appeal.stages.flatMap({ $0.publish.values }) {
            if case .never = rule { Issue.record("\(rule)") }
        }
    }

    @Test func `follow-up reminds 90, 30 and 7 days before its reports of two years`() throws {
        let final = try #require(appeal.obligation("progress-final"))
        #expect(final.due.offset == DateOffset(2, .years))
        let before = final.remind.filter { $0.side == .before }.map(\.offset)
        #expect(before == [DateOffset(90, .days), DateOffset(30, .days), DateOffset(7, .days)])
        #expect(final.escalate.map(\.to) == ["officer", "conference"])
    }

    @Test func `the self-assessment is due six months from the start, may be extended twice, and its absence stops nobody`() throws {
        let questionnaire = try #require(appeal.obligation("questionnaire"))
        #expect(questionnaire.due.description == "review.start plus 6 months, next-working-day, 24:00")
        let extend = try #require(questionnaire.extend)
        #expect((extend.max, extend.by, extend.times) == (DateOffset(90, .days), "officer", 2))
        #expect(questionnaire.missed == .proceed)
        #expect(questionnaire.fulfilment == .document(.selfAssessment))
    }

    @Test func `who plays a role follows from function, class and party`() {
        let delegate = Participant(functions: [.delegate], organisation: .state, party: .underReview)
        let neighbour = Participant(functions: [.reviewer], organisation: .state, party: .reviewing)
        let outsider = Participant(functions: [], organisation: .state)
        #expect(appeal.admits("state-under-review", delegate))
        #expect(appeal.admits("party-under-review", delegate))
        #expect(!appeal.admits("party-under-review", neighbour))
        #expect(appeal.admits("review-team", neighbour))
        #expect(appeal.admits("reviewing-party", neighbour))
        #expect(appeal.roles.keys.allSatisfy { !appeal.admits($0, outsider) })
        #expect(!appeal.admits("nobody", delegate))
    }

    @Test func `the catalogue finds the procedure by its file's name, with its calendar`() throws {
        let catalog = try ProcedureCatalog(
            procedures: ["appeal-1.yaml": ConfigFiles.text("procedures/appeal-1.yaml")],
            calendars: ["unov.tsv": ConfigFiles.text("calendars/unov.tsv")])
        #expect(catalog.engine("appeal-1")?.calendar.id == "unov")
        #expect(catalog.engine("appeal-2") == nil)
    }

    @Test func `the catalogue tells of every file what is wrong with it`() throws {
        let text = try ConfigFiles.text("procedures/appeal-1.yaml")
        do {
            _ = try ProcedureCatalog(
                procedures: ["a.yaml": text, "b.yaml": "stages: [", "appeal-2.yaml": text.replacing("version: 1", with: "version: 2")],
                calendars: ["c.tsv": "nothing"])
            Issue.record("was not refused")
        } catch let refused as ProcedureCatalog.Refused {
            #expect(refused.problems.contains("a.yaml: must be called appeal-1.yaml"))
            #expect(refused.problems.contains("appeal-2.yaml: calendar: there is no calendar unov"))
            #expect(refused.problems.contains { $0.hasPrefix("b.yaml: is not YAML") })
            #expect(refused.problems.contains { $0.hasPrefix("c.tsv: line 1") })
        }
    }
}
