import ReviewModel
import ReviewWire

extension Command {
    static let procedureShow = Command.read(
        "procedure.show", "A procedure, one row a stage: what is owed, who may speak, what becomes public.",
        arguments: Argument<ProcedureWord>("procedure"), Argument<Language?>("lang", "language of the titles")
    ) { reader, word, language in
        guard let procedure = reader.service.procedures.procedures[word.id] else { throw Refusal(.thingAbsent) }
        return .rows(procedure.stages.map { $0.json(language ?? .en) })
    }
}

extension ProcedureStage {
    /// The stage as `procedure.show` answers it.
    fileprivate func json(_ language: Language) -> JSONValue {
        var leave: [(String, JSONValue)] = [("when", .array(leave.when.map { .string($0.rawValue) }))]
        if case .by(let role) = self.leave.mode { leave.append(("by", .string(role.rawValue))) }
        var members: [(String, JSONValue)] = [
            ("stage", .string(id.rawValue)), ("title", .string(title[language])),
            ("after", .array(enterAfter.map { .string($0.rawValue) })),
            ("owes", .array(owes.map { $0.json(language) })), ("windows", .array(windows.map { $0.json(language) })),
            ("leave", .object(leave)),
            ("publish", .object(publish.map { ($0.key.rawValue, $0.value.json(language)) }.sorted { $0.0 < $1.0 })),
        ]
        if let restricted { members.append(("restricted", .string(restricted[language]))) }
        return .object(members)
    }
}

extension ObligationRule {
    fileprivate func json(_ language: Language) -> JSONValue {
        var members: [(String, JSONValue)] = [("obligation", .string(id.rawValue))]
        if let title { members.append(("title", .string(title[language]))) }
        members.append(("by", .string(by.rawValue)))
        switch fulfilment {
        case .document(let kind): members.append(("document", .string(kind.rawValue)))
        case .nomination(let function): members.append(("nominate", .string(function.rawValue)))
        }
        members += [("due", .string(due.description)), ("missed", .string(missed.rawValue)), ("late", .string(late.rawValue))]
        if grace.count > 0 { members.append(("grace", .string(grace.description))) }
        if let extend {
            members.append(
                ("extend", ["max": .string(extend.max.description), "by": .string(extend.by.rawValue), "times": .int(Int64(extend.times))]))
        }
        if unverified { members.append(("unverified", true)) }
        return .object(members)
    }
}

extension WindowRule {
    fileprivate func json(_ language: Language) -> JSONValue {
        var members: [(String, JSONValue)] = [("window", .string(id.rawValue))]
        if let title { members.append(("title", .string(title[language]))) }
        members += [
            ("document", .string(document.rawValue)), ("from", .array(from.map { .string($0.rawValue) })),
            ("opens", .string(opens.words)), ("closes", .string(closes.words)),
        ]
        if openAtLeast.count > 0 { members.append(("open_at_least", .string(openAtLeast.description))) }
        if let respond {
            members.append(
                (
                    "respond",
                    [
                        "by": .string(respond.by.rawValue), "otherwise": .string(respond.otherwise.rawValue),
                        "within": .string(respond.within.description),
                    ]
                ))
        }
        return .object(members)
    }
}

extension WindowRule.Edge {
    fileprivate var words: String {
        switch self {
        case .withStage: "with-stage"
        case .at(let anchor): anchor.description
        case .computed(let rule): rule.description
        }
    }
}

extension PublishRule {
    /// `never` gives its reason in its place.
    fileprivate func json(_ language: Language) -> JSONValue {
        switch self {
        case .onSubmission: "on-submission"
        case .withStage: "with-stage"
        case .onAdoption: "on-adoption"
        case .never(let reason): ["never": .string(reason[language])]
        }
    }
}
