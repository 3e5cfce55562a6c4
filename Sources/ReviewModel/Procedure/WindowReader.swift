import Yams

/// Reads one entry of `windows:`.
struct WindowReader {
    let reader: ProcedureReader
    let obligations: ObligationReader
    private var problems: ProblemList { reader.problems }

    init(reader: ProcedureReader, obligations: ObligationReader) { (self.reader, self.obligations) = (reader, obligations) }

    static let keys: Set<String> = ["id", "title", "document", "from", "opens", "closes", "open-at-least", "respond"]
    static let respondKeys: Set<String> = ["title", "by", "otherwise", "within", "roll", "cutoff", "remind", "escalate"]

    func window(_ node: Node, at path: String) -> WindowRule {
        let window = YAMLMapping(node, at: path, keys: Self.keys, problems: problems)
        let kind = window.value("document", form: ProcedureReader.form(DocumentKind.self), DocumentKind.init) ?? .contribution
        if node.mapping != nil, !window.has("from") { problems.add(.missing, window.path("from"), "is missing") }
        return WindowRule(
            id: window.has("id") ? reader.name(window, "id") : WindowName(kind.rawValue),
            title: reader.localized(window, "title", required: false),
            document: kind,
            from: window.values("from", form: ProcedureReader.nameForm) { RoleName.isValid($0) ? RoleName($0) : nil },
            opens: edge(window, "opens"),
            closes: edge(window, "closes"),
            openAtLeast: obligations.offset(window, "open-at-least", required: false) ?? .zero,
            respond: window.mapping("respond", keys: Self.respondKeys, required: false).map(respond))
    }

    /// `with-stage`, an anchor, or a mapping like `due:`.
    private func edge(_ window: YAMLMapping, _ key: String) -> WindowRule.Edge {
        if window.node(key)?.mapping != nil {
            return window.mapping(key, keys: ObligationReader.dueKeys).map { .computed(obligations.rule($0)) } ?? .withStage
        }
        guard let text = window.text(key, required: false), text != "with-stage" else { return .withStage }
        let anchor = YAMLMapping.parsed(
            text, at: window.path(key), form: "with-stage, an anchor, or a rule like `due`", word: .unknownAnchor, problems, Anchor.init)
        return anchor.map { .at($0) } ?? .withStage
    }

    private func respond(_ respond: YAMLMapping) -> ResponseRule {
        ResponseRule(
            by: reader.name(respond, "by"),
            otherwise: reader.name(respond, "otherwise"),
            within: obligations.offset(respond, "within") ?? .zero,
            roll: respond.value("roll", form: ProcedureReader.form(Roll.self), required: false, Roll.init) ?? .none,
            cutOff: respond.value("cutoff", form: "a time from 00:01 to 24:00", required: false, CutOff.init) ?? .endOfDay,
            title: reader.localized(respond, "title", required: false),
            remind: obligations.remind(respond),
            escalate: obligations.escalate(respond))
    }
}
