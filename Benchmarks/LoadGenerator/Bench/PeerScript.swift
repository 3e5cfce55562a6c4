/// The daemon's statements as a pgbench script: parameters become literals, identifiers and keys that must be new become variables.
struct PeerScript {
    let statements: [StatementLog.Statement]
    /// The same request once more: what differs there differs each time.
    let again: [StatementLog.Statement]
    /// The idempotency keys of the two requests.
    var keys: [String] = []
    /// Lines before the first statement, which set variables.
    var opening = ""
    /// What stands for an identifier of the fill, over those variables; nil for one that is new each time.
    var expression: @Sendable (Substring) -> String? = { _ in nil }

    /// One statement after the other, in a transaction, as pgbench does by itself.
    var plain: String {
        let hasTransaction = statements.first?.text.lowercased() == "begin"
        return variables + (hasTransaction ? lines : ["begin;"] + lines + ["commit;"]).joined(separator: "\n") + "\n"
    }

    /// As the daemon sends them: without waiting for each answer. pgbench prepares all statements of a script at its first one, which no
    /// pipeline may hold; `first` is given as 1 and stays 0 from then on.
    var pipelined: String {
        let opening = ["\\if :first", "select 1;", "\\set first 0", "\\endif", "\\startpipeline"]
        return variables + (opening + lines + ["\\endpipeline"]).joined(separator: "\n") + "\n"
    }

    /// The values that must be new each time, in the order of their first use.
    private var fresh: [Substring] {
        var found: [Substring] = []
        for (one, other) in zip(statements, again) {
            for (number, value) in one.parameters.sorted(by: { $0.key < $1.key }) {
                guard let value, let second = other.parameters[number] ?? nil, value != second else { continue }
                let pairs =
                    keys.contains(value)
                    ? [(value[...], second[...])] : Array(zip(Self.identifiers(in: value), Self.identifiers(in: second)))
                for (token, other) in pairs where token != other && expression(token) == nil && !found.contains(token) {
                    found.append(token)
                }
            }
        }
        return found
    }

    /// A prefix, a hyphen and ten characters of Crockford's base 32, alone or inside an array.
    private static func identifiers(in value: String) -> [Substring] { value.matches(of: /\b[A-Z]-[0-9A-Z]{10}\b/).map(\.0) }

    private var variables: String {
        opening + fresh.indices.map { "\\set fresh\($0) random(1000000000, 9999999999)\n" }.joined()
    }

    private var lines: [String] {
        let fresh = fresh
        return statements.map { statement in
            var text = ""
            var rest = Substring(statement.text)
            while let dollar = rest.firstIndex(of: "$") {
                text += rest[..<dollar]
                rest = rest[rest.index(after: dollar)...]
                let number = rest.prefix { $0.isNumber }
                guard let index = Int(number), let value = statement.parameters[index] else {
                    text += "$"
                    continue
                }
                text += value.map { literal($0, fresh) } ?? "NULL"
                rest = rest.dropFirst(number.count)
            }
            return Self.oneLine(text + rest) + ";"
        }
    }

    private func literal(_ value: String, _ fresh: [Substring]) -> String {
        // The lock on a key is taken on the account and the key together: peers must not wait for each other there.
        if let key = keys.first(where: { value.hasSuffix($0) && value != $0 }) {
            return "(\(literal(String(value.dropLast(key.count)), fresh)) || \(literal(key, fresh)))"
        }
        if keys.contains(value), let index = fresh.firstIndex(of: value[...]) { return "('peer-of-the-load-' || :fresh\(index))" }
        var parts: [String] = []
        var rest = value[...]
        for token in Self.identifiers(in: value) {
            let known = fresh.firstIndex(of: token).map { "'\(token.prefix(2))' || :fresh\($0)" }
            guard let expression = expression(token) ?? known else { continue }
            parts += [Self.quoted(value[rest.startIndex..<token.startIndex]), expression]
            rest = value[token.endIndex...]
        }
        parts = (parts + [Self.quoted(rest)]).filter { $0 != "E''" }
        return parts.isEmpty ? "E''" : parts.count == 1 ? parts[0] : "(" + parts.joined(separator: " || ") + ")"
    }

    /// pgbench would take a colon for a variable, in a literal too.
    private static func quoted(_ text: Substring) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n").replacing(
            ":", with: "\\x3A")
        return "E'\(escaped)'"
    }

    /// A semicolon or a comment inside would end the statement for pgbench; the daemon's statements have neither.
    private static func oneLine(_ text: String) -> String {
        text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
    }
}
