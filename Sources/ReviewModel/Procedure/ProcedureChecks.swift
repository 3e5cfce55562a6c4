/// What must hold between the parts of a procedure before anyone is reviewed by it (DOMAIN §3).
struct ProcedureChecks {
    let procedure: Procedure
    let problems: ProblemList

    init(procedure: Procedure, problems: ProblemList) { (self.procedure, self.problems) = (procedure, problems) }

    func run() {
        uniqueness()
        if procedure.roles[.officer]?.functions != [.officer] {
            problems.add(
                .missing, "roles.officer",
                "must say `functions: [officer]`: who leads a review waives and is asked where nobody else is named")
        }
        for (name, event) in procedure.events.sorted(by: { $0.key < $1.key }) { role(event.by, at: "events.\(name).by") }
        if let adoption = procedure.adoption { anchor(adoption, at: "adoption") }
        for (index, stage) in procedure.stages.enumerated() { check(stage, at: "stages[\(index)]") }
        ProcedureCircles(procedure: procedure).note(in: problems)
    }

    private func check(_ stage: ProcedureStage, at path: String) {
        for name in stage.enterAfter where procedure.stage(name) == nil {
            problems.add(.unknownStage, "\(path).enter.after", "names the stage `\(name)`, which is not there")
        }
        for name in stage.leave.when where !name.rawValue.isEmpty && procedure.obligation(name) == nil {
            problems.add(.unknownObligation, "\(path).leave.when", "waits for `\(name)`, which nobody owes: no one could leave this stage")
        }
        if case .by(let name) = stage.leave.mode { role(name, at: "\(path).leave.by") }
        for (index, rule) in stage.owes.enumerated() { check(rule, at: "\(path).owes[\(index)]") }
        for (index, window) in stage.windows.enumerated() { check(window, at: "\(path).windows[\(index)]") }
        openness(stage, at: path)
        publication(stage, at: path)
    }

    private func check(_ rule: ObligationRule, at path: String) {
        role(rule.by, at: "\(path).by")
        check(rule.due, at: "\(path).due")
        if let extend = rule.extend { role(extend.by, at: "\(path).extend.by") }
        alarms(rule.remind, rule.escalate, at: path)
        if rule.late == .refuse, rule.document == nil {
            problems.add(.malformed, "\(path).late", "refuses a nomination: a function is filled late rather than never")
        }
        if rule.missed == .hold, !rule.escalate.contains(where: { $0.to == .conference }) {
            problems.add(
                .unseenHold, "\(path).escalate", "never reaches `conference`: a review could stand still for ever and nobody would ask why")
        }
    }

    private func alarms(_ remind: [ReminderRule], _ escalate: [EscalationRule], at path: String) {
        if Set(remind).count < remind.count { problems.add(.duplicate, "\(path).remind", "says the same reminder twice") }
        if Set(escalate).count < escalate.count { problems.add(.duplicate, "\(path).escalate", "says the same escalation twice") }
        for (index, escalation) in escalate.enumerated() { role(escalation.to, at: "\(path).escalate[\(index)].to") }
    }

    private func check(_ window: WindowRule, at path: String) {
        for (index, name) in window.from.enumerated() { role(name, at: window.from.count == 1 ? "\(path).from" : "\(path).from[\(index)]") }
        for (edge, key) in [(window.opens, "opens"), (window.closes, "closes")] {
            switch edge {
            case .withStage: break
            case .at(let name): anchor(name, at: "\(path).\(key)")
            case .computed(let rule): check(rule, at: "\(path).\(key)")
            }
        }
        if let respond = window.respond {
            role(respond.by, at: "\(path).respond.by")
            role(respond.otherwise, at: "\(path).respond.otherwise")
            alarms(respond.remind, respond.escalate, at: "\(path).respond")
            for (index, escalation) in respond.escalate.enumerated() where escalation.to == .conference {
                problems.add(
                    .openAgenda, "\(path).respond.escalate[\(index)].to",
                    "is `conference`, whose agenda everyone reads: it would tell of contributions that nobody may know of")
            }
        }
    }

    private func check(_ rule: DeadlineRule, at path: String) {
        for (text, key) in [(rule.anchor, "anchor"), (rule.fallback, "else")] {
            guard let text else { continue }
            guard let name = Anchor(text) else {
                problems.add(.unknownAnchor, "\(path).\(key)", "is `\(text)`, which is not an anchor")
                continue
            }
            anchor(name, at: "\(path).\(key)")
        }
    }

    private func role(_ name: RoleName, at path: String) {
        if !name.rawValue.isEmpty, procedure.roles[name] == nil {
            problems.add(.unknownClass, path, "names `\(name)`, which is not under `roles`")
        }
    }

    private func anchor(_ anchor: Anchor, at path: String) {
        let isThere =
            switch anchor {
            case .reviewStart: true
            case .stageEntered(let stage), .stageLeft(let stage): procedure.stage(stage) != nil
            case .obligationMet(let obligation): procedure.obligation(obligation) != nil
            case .documentReceived(let kind): procedure.stages.contains { Self.kinds(of: $0).contains(kind) }
            case .event(let event): procedure.events[event] != nil
            }
        if !isThere { problems.add(.unknownAnchor, path, "hangs on `\(anchor)`, which never happens in this procedure") }
        if case .documentReceived(let kind) = anchor, isThere, mayBeHidden(kind) {
            problems.add(
                .tellingAnchor, path,
                "hangs on `\(anchor)`: a date that moves with the first one would tell everybody of one that is hidden")
        }
    }

    /// Whether who hands in documents of that kind may keep them from others: what comes in by a window, and the answers to it.
    private func mayBeHidden(_ kind: DocumentKind) -> Bool {
        kind == .response || procedure.stages.flatMap(\.windows).contains { $0.document == kind }
    }

    /// Civil society and national human rights institutions must be able to speak from the first to the last day of every stage.
    private func openness(_ stage: ProcedureStage, at path: String) {
        guard stage.restricted == nil else { return }
        for organisation in [OrganisationClass.cso, .nhri] where !isOpenThroughout(stage.windows.filter { admits(organisation, $0) }) {
            problems.add(
                .closedToCivilSociety, "\(path).windows",
                "is not open to \(organisation.rawValue) from the stage's first moment to its last, nor says `restricted` with a reason")
        }
    }

    /// Whether one of these windows opens with the stage, and where it closes before the stage does, another opens at that very edge.
    private func isOpenThroughout(_ windows: [WindowRule]) -> Bool {
        var left = windows
        var edges: [WindowRule.Edge] = [.withStage]
        while let edge = edges.popLast() {
            let opening = left.filter { $0.opens == edge }
            if opening.contains(where: { $0.closes == .withStage }) { return true }
            left.removeAll { $0.opens == edge }
            edges += opening.map(\.closes)
        }
        return false
    }

    /// Whether every member of the class may speak by the window.
    private func admits(_ organisation: OrganisationClass, _ window: WindowRule) -> Bool {
        window.from.contains { name in
            procedure.roles[name].map { $0.party == nil && $0.classes.contains(organisation) } ?? false
        }
    }

    private func publication(_ stage: ProcedureStage, at path: String) {
        let kinds = Self.kinds(of: stage)
        for kind in kinds.subtracting(stage.publish.keys).map(\.rawValue).sorted() {
            problems.add(.publication, "\(path).publish", "does not say when `\(kind)` becomes public")
        }
        for (kind, rule) in stage.publish.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            if !kinds.contains(kind) {
                problems.add(.publication, "\(path).publish.\(kind.rawValue)", "is not handed in during this stage")
            }
            if rule == .onAdoption, procedure.adoption == nil {
                problems.add(.publication, "\(path).publish.\(kind.rawValue)", "waits for an adoption, and the procedure has no `adoption`")
            }
        }
    }

    private static func kinds(of stage: ProcedureStage) -> Set<DocumentKind> {
        let answers: [DocumentKind] = stage.windows.contains { $0.respond != nil } ? [.response] : []
        return Set(stage.owes.compactMap(\.document) + stage.windows.map(\.document) + answers)
    }

    private func uniqueness() {
        var stages: Set<StageName> = []
        var obligations: Set<ObligationName> = []
        for (index, stage) in procedure.stages.enumerated() {
            let path = "stages[\(index)]"
            unique(stage.id, in: &stages, at: "\(path).id")
            for (number, rule) in stage.owes.enumerated() { unique(rule.id, in: &obligations, at: "\(path).owes[\(number)].id") }
            var windows: Set<WindowName> = []
            for (number, window) in stage.windows.enumerated() { unique(window.id, in: &windows, at: "\(path).windows[\(number)].id") }
        }
    }

    private func unique<Kind>(_ name: Name<Kind>, in seen: inout Set<Name<Kind>>, at path: String) {
        if !name.rawValue.isEmpty, !seen.insert(name).inserted { problems.add(.duplicate, path, "is `\(name)`, which is taken already") }
    }
}
