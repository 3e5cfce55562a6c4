import Foundation

/// Statements that travel together up to one Sync, and the caller who waits for their answers.
struct Flight: Sendable {
    let statements: [SQL]
    /// The last statement's columns are wanted in binary.
    let isBinary: Bool
    let caller: CheckedContinuation<[Table], any Error>

    /// Refuses what libpq would misread: a text parameter ends at U+0000, and a statement takes at most 65,535 parameters.
    static func check(_ statements: [SQL]) throws {
        for statement in statements {
            guard statement.parameters.count <= 65_535 else {
                throw PostgresError(state: SQLState(rawValue: "54023"), message: "too many parameters in one statement")
            }
            for case .text(let text?) in statement.parameters where text.containsNUL {
                throw PostgresError(state: .characterNotInRepertoire, message: "a text parameter contains U+0000")
            }
        }
    }
}

extension String {
    fileprivate var containsNUL: Bool {
        utf8.withContiguousStorageIfAvailable { octets in
            octets.baseAddress.map { memchr($0, 0, octets.count) != nil } ?? false
        } ?? utf8.contains(0)
    }
}
