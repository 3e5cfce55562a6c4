import Yams

/// Reads one entry of `stages:`.
struct StageReader {
    let reader: ProcedureReader
    private var problems: ProblemList { reader.problems }

    init(reader: ProcedureReader) { self.reader = reader }

    static let keys: Set<String> = ["id", "title", "enter", "owes", "windows", "leave", "publish", "restricted"]

    func stage(_ node: Node, at path: String) -> ProcedureStage {
        let stage = YAMLMapping(node, at: path, keys: Self.keys, problems: problems)
        let obligations = ObligationReader(reader: reader)
        let windows = WindowReader(reader: reader, obligations: obligations)
        return ProcedureStage(
            id: reader.name(stage, "id"),
            title: reader.localized(stage, "title") ?? LocalizedText(english: ""),
            enterAfter: enter(stage),
            owes: stage.items("owes").map { obligations.obligation($0.node, at: $0.path) },
            windows: stage.items("windows").map { windows.window($0.node, at: $0.path) },
            leave: leave(stage),
            publish: publish(stage),
            restricted: reader.localized(stage, "restricted", required: false))
    }

    private func enter(_ stage: YAMLMapping) -> [StageName] {
        guard let enter = stage.mapping("enter", keys: ["after"]) else { return [] }
        if !enter.has("after") { problems.add(.missing, enter.path("after"), "is missing; the first stage says review.start") }
        let after = enter.values("after", form: "a stage, or review.start") {
            StageName.isValid($0) || $0 == Anchor.reviewStart.description ? $0 : nil
        }
        return after.filter { $0 != Anchor.reviewStart.description }.map { StageName($0) }
    }

    private func leave(_ stage: YAMLMapping) -> LeaveRule {
        guard stage.has("leave") else {
            problems.add(.noWayOut, stage.path("leave"), "is missing: no one can leave this stage")
            return LeaveRule(when: [], mode: .automatic)
        }
        let leave = stage.mapping("leave", keys: ["when", "by"])
        let when = leave?.values("when", form: "an obligation of this procedure") {
            ObligationName.isValid($0) ? ObligationName($0) : nil
        }
        guard let leave, leave.has("by") else {
            if when?.isEmpty ?? true {
                problems.add(.noWayOut, stage.path("leave"), "needs `when` with an obligation, or `by` with a role: no one could leave")
            }
            return LeaveRule(when: when ?? [], mode: .automatic)
        }
        return LeaveRule(when: when ?? [], mode: .by(reader.name(leave, "by")))
    }

    private func publish(_ stage: YAMLMapping) -> [DocumentKind: PublishRule] {
        guard let publish = stage.mapping("publish", keys: nil, required: false) else { return [:] }
        var rules: [DocumentKind: PublishRule] = [:]
        for key in publish.keys {
            guard let kind = DocumentKind(rawValue: key) else {
                problems.add(.publication, publish.path(key), "is not a kind of document")
                continue
            }
            if let rule = publishRule(publish, key) { rules[kind] = rule }
        }
        return rules
    }

    private func publishRule(_ publish: YAMLMapping, _ key: String) -> PublishRule? {
        if publish.node(key)?.mapping != nil {
            guard let never = publish.mapping(key, keys: ["never"]) else { return nil }
            return reader.localized(never, "never").map { .never($0) }
        }
        return publish.value(key, form: "on-submission, with-stage, on-adoption, or {never: reason}") { word in
            switch word {
            case "on-submission": .onSubmission
            case "with-stage": .withStage
            case "on-adoption": .onAdoption
            default: nil
            }
        }
    }
}
