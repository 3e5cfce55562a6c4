import Foundation

/// What the database's log says was executed: the very statements of the daemon, with their parameters.
struct StatementLog {
    /// One executed statement.
    struct Statement: Equatable {
        var text: String
        /// By number from 1; nil is NULL.
        var parameters: [Int: String?] = [:]
    }

    /// The prefix that the bench gives every record, so that statements of several lines stay together.
    static let prefix = "~~%p~~"

    /// By backend, in the order of execution.
    private(set) var backends: [String: [Statement]] = [:]
    /// The backend of each statement, in the order of execution.
    private var order: [String] = []

    init(_ text: String) {
        for record in ("\n" + text).components(separatedBy: "\n~~").dropFirst() {
            guard let end = record.range(of: "~~") else { continue }
            let backend = String(record[..<end.lowerBound])
            let message = record[end.upperBound...].replacing("\n\t", with: "\n")
            let execution = message.dropFirst("LOG:  execute ".count)
            if message.hasPrefix("LOG:  execute "), let colon = execution.range(of: ": ") {
                var text = String(execution[colon.upperBound...])
                while text.hasSuffix("\n") || text.hasSuffix(";") { text.removeLast() }
                backends[backend, default: []].append(Statement(text: text))
                order.append(backend)
            } else if message.hasPrefix("DETAIL:  parameters: "), let last = backends[backend]?.indices.last {
                backends[backend]?[last].parameters = Self.parameters(message.dropFirst("DETAIL:  parameters: ".count))
            }
        }
    }

    /// `$1 = 'it''s', $2 = NULL`.
    private static func parameters(_ list: some StringProtocol) -> [Int: String?] {
        var found: [Int: String?] = [:]
        var rest = Substring(list)
        while let dollar = rest.firstIndex(of: "$"), let equals = rest[dollar...].range(of: " = ") {
            guard let number = Int(rest[rest.index(after: dollar)..<equals.lowerBound]) else { break }
            rest = rest[equals.upperBound...]
            if rest.hasPrefix("NULL") {
                found[number] = .some(nil)
                rest = rest.dropFirst(4)
            } else {
                found[number] = quoted(&rest)
            }
        }
        return found
    }

    private static func quoted(_ rest: inout Substring) -> String {
        var value = ""
        rest = rest.dropFirst()
        while let quote = rest.firstIndex(of: "'") {
            value += rest[..<quote]
            rest = rest[rest.index(after: quote)...]
            guard rest.first == "'" else { return value }
            value += "'"
            rest = rest.dropFirst()
        }
        return value
    }

    /// The statements of the backend that worked for this account, from where it took the account's context on.
    func work(for account: String) -> [Statement] {
        for statements in backends.values {
            guard
                let enter = statements.firstIndex(where: { statement in
                    statement.text.contains("set_config('reviewd.account'") && statement.parameters.values.contains(account)
                })
            else { continue }
            let begins = enter > 0 && statements[enter - 1].text.lowercased() == "begin"
            let rest = statements[(begins ? enter - 1 : enter)...]
            guard begins, let end = rest.firstIndex(where: { $0.text.lowercased() == "commit" }) else { return Array(rest) }
            return Array(rest[...end])
        }
        return []
    }

    /// Transactions in the order in which they began: from BEGIN to COMMIT, or the statements behind an actor's context without them.
    var transactions: [[Statement]] {
        var all: [[Statement]] = []
        var next: [String: Int] = [:]
        var open: [String: Int] = [:]
        for backend in order {
            let index = next[backend, default: 0]
            next[backend] = index + 1
            guard let statement = backends[backend]?[index] else { continue }
            let text = statement.text.lowercased()
            let entersAlone =
                text.contains("set_config('reviewd.account'") && open[backend].map { all[$0].first?.text.lowercased() != "begin" } ?? true
            if text == "begin" || entersAlone {
                open[backend] = all.count
                all.append([])
            }
            guard let transaction = open[backend] else { continue }
            all[transaction].append(statement)
            if text == "commit" { open[backend] = nil }
        }
        return all
    }
}
