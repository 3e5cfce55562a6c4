/// The daemon's statements as a pgbench script: parameters become literals, identifiers and keys that must be new become variables.
struct PeerScript {
    let statements: [StatementLog.Statement]
    /// The same request once more: what differs there differs each time.
    let again: [StatementLog.Statement]
    /// The idempotency keys of the two requests.
    var keys: [String] = []

    private static let digits = 10

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
    private var fresh: [String] {
        var found: [String] = []
        for (one, other) in zip(statements, again) {
            for (number, value) in one.parameters.sorted(by: { $0.key < $1.key }) {
                guard let value, let second = other.parameters[number] ?? nil, value != second, !found.contains(value) else { continue }
                if keys.contains(value) || Self.isIdentifier(value) { found.append(value) }
            }
        }
        return found
    }

    /// A prefix, a hyphen and ten characters of Crockford's base 32.
    private static func isIdentifier(_ value: String) -> Bool {
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].count == 1 && parts[1].count == digits && parts[1].allSatisfy { $0.isNumber || $0.isUppercase }
    }

    private var variables: String {
        fresh.enumerated().map { index, value in
            let range = Self.isReview(value) ? "1, \(Subject.reviews.count)" : "1000000000, 9999999999"
            return "\\set fresh\(index) random(\(range))\n"
        }.joined()
    }

    /// One of the filled reviews, which take turns.
    private static func isReview(_ value: String) -> Bool { value.hasPrefix("R-") }

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

    private func literal(_ value: String, _ fresh: [String]) -> String {
        // The lock on a key is taken on the account and the key together: peers must not wait for each other there.
        if let key = keys.first(where: { value.hasSuffix($0) && value != $0 }) {
            return "(\(literal(String(value.dropLast(key.count)), fresh)) || \(literal(key, fresh)))"
        }
        if let index = fresh.firstIndex(of: value) {
            if Self.isReview(value) { return "('R-' || lpad(:fresh\(index)::text, \(Self.digits), '0'))" }
            let prefix = keys.contains(value) ? "peer-of-the-load-" : String(value.prefix(2))
            return "('\(prefix)' || :fresh\(index))"
        }
        // pgbench would take a colon for a variable, in a literal too.
        let escaped = value.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n").replacing(
            ":", with: "\\x3A")
        return "E'\(escaped)'"
    }

    /// A semicolon or a comment inside would end the statement for pgbench; the daemon's statements have neither.
    private static func oneLine(_ text: String) -> String {
        text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
    }
}
