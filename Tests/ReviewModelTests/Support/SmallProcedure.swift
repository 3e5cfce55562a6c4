import ReviewModel

/// A procedure of two stages that loads, for tests that break or run it.
enum SmallProcedure {
    static let yaml = """
        procedure: small
        version: 1
        calendar: unov
        title: Small
        roles:
          state: {functions: [focal-point]}
          officer: {functions: [officer]}
          civil: {classes: [cso, nhri]}
          conference: {classes: [secretariat]}
        events:
          session.held: {by: officer}
        adoption: obligation.decision.met
        stages:
          - id: report
            title: {en: Report, fr: Rapport}
            enter: {after: review.start}
            owes:
              - id: paper
                by: state
                document: report
                due: {anchor: review.start, plus: 2 weeks, roll: next-working-day, cutoff: "24:00"}
                remind: [7 days before, 1 day after]
                escalate: [{after: 14 days, to: officer}]
                extend: {max: 30 days, by: officer, times: 1}
                missed: proceed
            windows:
              - {document: contribution, from: civil, closes: with-stage}
            leave: {when: [paper], by: officer}
            publish: {report: on-adoption, contribution: with-stage}
          - id: end
            title: End
            enter: {after: [report]}
            owes:
              - id: decision
                by: officer
                document: decision
                due: {anchor: session.held, else: stage.end.entered, minus: 1 day}
                escalate: [{after: 60 days, to: conference}]
                missed: hold
            windows:
              - {document: contribution, from: [civil], respond: {by: state, otherwise: officer, within: 1 month}}
            leave: {when: [decision]}
            publish: {decision: on-submission, contribution: {never: It is kept.}, response: on-adoption}
        """

    /// The problems of the procedure after a change to its text, which must be there to be changed.
    static func problems(_ good: String, _ bad: String) -> [ProcedureProblem] {
        precondition(yaml.contains(good), good)
        return problems(of: yaml.replacing(good, with: bad))
    }

    static func problems(of yaml: String) -> [ProcedureProblem] {
        do {
            _ = try Procedure.load(yaml: yaml)
            return []
        } catch let refused as ProcedureRefused {
            return refused.problems
        } catch {
            return [ProcedureProblem(.notYAML, "", "\(error)")]
        }
    }
}
