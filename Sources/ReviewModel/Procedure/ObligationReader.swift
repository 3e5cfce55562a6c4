import Yams

/// Reads one entry of `owes:`, and the `due:` that windows use too.
struct ObligationReader {
    let reader: ProcedureReader
    private var problems: ProblemList { reader.problems }

    init(reader: ProcedureReader) { self.reader = reader }

    static let keys: Set<String> = [
        "id", "title", "by", "document", "nominate", "audience", "due", "grace", "extend", "remind", "escalate", "missed", "late",
        "unverified",
    ]
    static let offsetForm = "a length like 30 days, 2 weeks, 6 months or 1 year"

    func obligation(_ node: Node, at path: String) -> ObligationRule {
        let owes = YAMLMapping(node, at: path, keys: Self.keys, problems: problems)
        let due = owes.mapping("due", keys: Self.dueKeys).map(rule) ?? DeadlineRule(anchor: Anchor.reviewStart.description, offset: .zero)
        return ObligationRule(
            id: reader.name(owes, "id"),
            title: reader.localized(owes, "title", required: false),
            by: reader.name(owes, "by"),
            fulfilment: fulfilment(owes),
            audience: owes.value("audience", form: "one of experts, team, stakeholders, public", required: false, Self.audience) ?? .team,
            due: due,
            grace: offset(owes, "grace", required: false) ?? .zero,
            extend: owes.mapping("extend", keys: ["max", "by", "times"], required: false).map(extend),
            remind: remind(owes),
            escalate: escalate(owes),
            missed: owes.value("missed", form: "proceed or hold", required: false, ObligationRule.WhenMissed.init) ?? .hold,
            late: owes.value("late", form: "accept or refuse", required: false, ObligationRule.WhenLate.init) ?? .accept,
            unverified: owes.value("unverified", form: "true or false", required: false) { Bool($0) } ?? false)
    }

    static let dueKeys: Set<String> = ["anchor", "else", "plus", "minus", "roll", "cutoff"]

    /// A deadline rule from a mapping with `dueKeys`.
    func rule(_ due: YAMLMapping) -> DeadlineRule {
        if due.has("plus") == due.has("minus"), due.has("plus") || due.has("anchor") {
            problems.add(.malformed, due.path, "needs either `plus` or `minus`")
        }
        let direction: DeadlineRule.Direction = due.has("minus") ? .minus : .plus
        return DeadlineRule(
            anchor: due.text("anchor") ?? Anchor.reviewStart.description,
            fallback: due.text("else", required: false),
            direction: direction,
            offset: offset(due, direction.rawValue, required: false) ?? .zero,
            roll: due.value("roll", form: ProcedureReader.form(Roll.self), required: false, Roll.init) ?? .none,
            cutOff: due.value("cutoff", form: "a time from 00:01 to 24:00", required: false, CutOff.init) ?? .endOfDay)
    }

    func offset(_ mapping: YAMLMapping, _ key: String, required: Bool = true) -> DateOffset? {
        mapping.value(key, form: Self.offsetForm, required: required, DateOffset.init)
    }

    /// The narrowest two rungs are not for what is owed: nobody but its author would know that it came.
    private static func audience(_ word: String) -> Audience? {
        Audience(word: word).flatMap { $0 >= .experts ? $0 : nil }
    }

    private func fulfilment(_ owes: YAMLMapping) -> ObligationRule.Fulfilment {
        if owes.has("document") == owes.has("nominate"), owes.has("id") {
            problems.add(.malformed, owes.path, "needs either `document` or `nominate`")
        }
        if owes.has("nominate") {
            let function = owes.value("nominate", form: ProcedureReader.form(Function.self), Function.init)
            return .nomination(function ?? .observer)
        }
        let kind = owes.value("document", form: ProcedureReader.form(DocumentKind.self), required: false, DocumentKind.init)
        return .document(kind ?? .report)
    }

    private func extend(_ extend: YAMLMapping) -> ExtensionRule {
        ExtensionRule(
            max: offset(extend, "max") ?? .zero,
            by: reader.name(extend, "by"),
            times: extend.value("times", form: "a whole number from 1", { Int($0).flatMap { $0 > 0 ? $0 : nil } }) ?? 1)
    }

    func remind(_ owes: YAMLMapping) -> [ReminderRule] {
        owes.values("remind", form: "a length and `before` or `after`, like 30 days before", ReminderRule.init)
    }

    func escalate(_ owes: YAMLMapping) -> [EscalationRule] {
        owes.items("escalate").map { node, path in
            let escalate = YAMLMapping(node, at: path, keys: ["after", "to"], problems: problems)
            return EscalationRule(after: offset(escalate, "after") ?? .zero, to: reader.name(escalate, "to"))
        }
    }
}
