import Yams

extension Procedure {
    /// Reads and checks a procedure; throws `ProcedureRefused` with everything that is wrong with it.
    package static func load(yaml: String) throws -> Procedure {
        let problems = ProblemList()
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw ProcedureRefused(problems: [ProcedureProblem(.notYAML, "", "is not YAML: \(error)")])
        }
        guard let root else {
            throw ProcedureRefused(problems: [ProcedureProblem(.notYAML, "", "the file is empty")])
        }
        let procedure = ProcedureReader(problems: problems).procedure(root)
        ProcedureChecks(procedure: procedure, problems: problems).run()
        guard problems.problems.isEmpty else { throw ProcedureRefused(problems: problems.problems) }
        return procedure
    }
}

/// Turns the YAML of a procedure into its types. What is wrong is noted and replaced by something harmless, so that reading goes on
/// and every problem is found; a procedure with problems is never handed out.
struct ProcedureReader {
    let problems: ProblemList

    static let keys: Set<String> = ["procedure", "version", "calendar", "title", "roles", "events", "adoption", "stages"]
    static let nameForm = "a word of lower-case letters, digits and hyphens"

    func procedure(_ root: Node) -> Procedure {
        let root = YAMLMapping(root, at: "", keys: Self.keys, problems: problems)
        let stages = root.items("stages")
        if stages.isEmpty { problems.add(.missing, "stages", "is missing or empty") }
        return Procedure(
            name: name(root, "procedure"),
            version: root.value("version", form: "a whole number from 1", { Int($0).flatMap { $0 > 0 ? $0 : nil } }) ?? 1,
            calendar: root.text("calendar") ?? "",
            title: localized(root, "title") ?? LocalizedText(english: ""),
            roles: roles(root),
            events: events(root),
            adoption: anchor(root, "adoption"),
            stages: stages.map { StageReader(reader: self).stage($0.node, at: $0.path) })
    }

    func name<Kind>(_ mapping: YAMLMapping, _ key: String) -> Name<Kind> {
        let text = mapping.value(key, form: Self.nameForm) { Name<Kind>.isValid($0) ? $0 : nil }
        return Name(text ?? "")
    }

    /// A text in several languages, or one value for English alone.
    func localized(_ mapping: YAMLMapping, _ key: String, required: Bool = true) -> LocalizedText? {
        guard let node = mapping.node(key) else {
            if required { problems.add(.missing, mapping.path(key), "is missing") }
            return nil
        }
        if node.scalar != nil { return mapping.text(key).map { LocalizedText(english: $0) } }
        let texts = YAMLMapping(node, at: mapping.path(key), keys: Set(Language.allCases.map(\.rawValue)), problems: problems)
        var others: [Language: String] = [:]
        for language in Language.allCases where language != .en {
            others[language] = texts.text(language.rawValue, required: false)
        }
        return LocalizedText(english: texts.text(Language.en.rawValue) ?? "", others: others)
    }

    private func anchor(_ mapping: YAMLMapping, _ key: String) -> Anchor? {
        guard let text = mapping.text(key, required: false) else { return nil }
        return YAMLMapping.parsed(text, at: mapping.path(key), form: "an anchor", word: .unknownAnchor, problems, Anchor.init)
    }

    private func roles(_ root: YAMLMapping) -> [RoleName: ProcedureRole] {
        guard let mapping = root.mapping("roles", keys: nil) else { return [:] }
        var roles: [RoleName: ProcedureRole] = [:]
        for key in mapping.keys {
            guard let role = mapping.mapping(key, keys: ["functions", "classes", "party"]) else { continue }
            if !RoleName.isValid(key) { problems.add(.malformed, role.path, "must be \(Self.nameForm)") }
            let functions = role.values("functions", form: Self.form(Function.self), word: .unknownClass, Function.init)
            let classes = role.values("classes", form: Self.form(OrganisationClass.self), word: .unknownClass, OrganisationClass.init)
            if !role.has("functions"), !role.has("classes") {
                problems.add(.missing, role.path, "means nobody: it needs `functions` or `classes`")
            }
            let party = role.value("party", form: Self.form(PartyRelation.self), required: false, PartyRelation.init)
            roles[RoleName(key)] = ProcedureRole(functions: Set(functions), classes: Set(classes), party: party)
        }
        return roles
    }

    private func events(_ root: YAMLMapping) -> [Name<ProcedureEvent>: ProcedureEvent] {
        guard let mapping = root.mapping("events", keys: nil, required: false) else { return [:] }
        var events: [Name<ProcedureEvent>: ProcedureEvent] = [:]
        for key in mapping.keys {
            guard let event = mapping.mapping(key, keys: ["by", "title", "session"]) else { continue }
            if case .event = Anchor(key) {
            } else {
                problems.add(.malformed, event.path, "must be two words with a dot between, the first not a word of the engine")
            }
            let isSession = event.value("session", form: "true or false", required: false) { Bool($0) } ?? false
            // A session without a title would stand in people's calendars as a word of the procedure's.
            events[Name(key)] = ProcedureEvent(
                by: name(event, "by"), title: localized(event, "title", required: isSession), isSession: isSession)
        }
        return events
    }

    /// The words of an enumeration, for telling what was expected.
    static func form<Word: CaseIterable & RawRepresentable>(_ type: Word.Type) -> String where Word.RawValue == String {
        "one of " + type.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
