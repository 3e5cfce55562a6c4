import Yams

/// Gathers what is wrong while a file is read, so that its author sees all of it at once.
final class ProblemList {
    private(set) var problems: [ProcedureProblem] = []

    func add(_ word: ProcedureProblem.Word, _ path: String, _ sentence: String) {
        problems.append(ProcedureProblem(word, path, sentence))
    }
}

/// One mapping of a YAML file, read strictly: every key is known, every scalar is taken as written, and what is wrong is noted.
struct YAMLMapping {
    let path: String
    let problems: ProblemList
    private let values: [String: Node]
    /// Whether a problem was noted for the whole mapping, so that its keys are not missed one by one.
    private let isBroken: Bool

    /// `keys` nil lets any key in, for mappings whose keys are names.
    init(_ node: Node?, at path: String, keys: Set<String>?, problems: ProblemList) {
        self.path = path
        self.problems = problems
        guard let mapping = node?.mapping else {
            problems.add(.malformed, path, "must be a mapping of keys to values")
            (values, isBroken) = ([:], true)
            return
        }
        var values: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                problems.add(.malformed, path, "has a key that is not a word")
                continue
            }
            if let keys, !keys.contains(name) {
                let known = keys.sorted().joined(separator: ", ")
                problems.add(.unknownKey, Self.join(path, name), "is not a known key; known here are \(known)")
            }
            values[name] = value
        }
        (self.values, isBroken) = (values, false)
    }

    var keys: [String] { values.keys.sorted() }
    func has(_ key: String) -> Bool { values[key] != nil }
    func node(_ key: String) -> Node? { values[key] }
    func path(_ key: String) -> String { Self.join(path, key) }

    /// The text of a key; nil with a problem when it is required and not there, or not a plain value.
    func text(_ key: String, required: Bool = true) -> String? {
        guard let node = values[key] else {
            if required, !isBroken { problems.add(.missing, path(key), "is missing") }
            return nil
        }
        guard let text = node.scalar?.string, !text.isEmpty else {
            problems.add(.malformed, path(key), "must be one value")
            return nil
        }
        return text
    }

    /// The value of a key as `parse` reads it; `form` says what it should have been.
    func value<Value>(_ key: String, form: String, required: Bool = true, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(key, required: required) else { return nil }
        return Self.parsed(text, at: path(key), form: form, problems, parse)
    }

    /// A list of plain values; one value alone counts as a list of one. Empty when the key is not there.
    func values<Value>(_ key: String, form: String, word: ProcedureProblem.Word = .malformed, _ parse: (String) -> Value?) -> [Value] {
        items(key).compactMap { node, path in
            guard let text = node.scalar?.string else {
                problems.add(.malformed, path, "must be \(form)")
                return nil
            }
            return Self.parsed(text, at: path, form: form, word: word, problems, parse)
        }
    }

    /// The items of a list with their paths.
    func items(_ key: String) -> [(node: Node, path: String)] {
        guard let node = values[key] else { return [] }
        if node.scalar != nil { return [(node, path(key))] }
        guard let sequence = node.sequence else {
            problems.add(.malformed, path(key), "must be a list")
            return []
        }
        return sequence.enumerated().map { ($1, "\(path(key))[\($0)]") }
    }

    func mapping(_ key: String, keys: Set<String>?, required: Bool = true) -> YAMLMapping? {
        guard let node = values[key] else {
            if required, !isBroken { problems.add(.missing, path(key), "is missing") }
            return nil
        }
        return YAMLMapping(node, at: path(key), keys: keys, problems: problems)
    }

    static func parsed<Value>(
        _ text: String, at path: String, form: String, word: ProcedureProblem.Word = .malformed, _ problems: ProblemList,
        _ parse: (String) -> Value?
    ) -> Value? {
        guard let value = parse(text) else {
            problems.add(word, path, "is `\(text)` and must be \(form)")
            return nil
        }
        return value
    }

    private static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
