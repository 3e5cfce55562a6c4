import CLibpq

/// What PostgreSQL refused and why, typed by SQLSTATE and by the constraint's name.
package struct PostgresError: Error, Equatable, CustomStringConvertible {
    package let state: SQLState
    package let constraint: String?
    package let table: String?
    package let column: String?
    /// For the log only: it may quote what others wrote and must never reach a client.
    package let message: String
    /// A prepared plan outlived a change of the schema; the connection has dropped it.
    let isStalePlan: Bool

    package init(state: SQLState, message: String, constraint: String? = nil, table: String? = nil, column: String? = nil) {
        self.state = state
        self.message = message
        self.constraint = constraint
        self.table = table
        self.column = column
        isStalePlan = state == .invalidStatementName
    }

    /// Nil when the result says that the session itself is over (FATAL, or an error that libpq made up on loss).
    init?(_ result: OpaquePointer) {
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        guard let state = field("C"), !["FATAL", "PANIC"].contains(field("V")) else { return nil }
        self.state = SQLState(rawValue: state)
        constraint = field("n")
        table = field("t")
        column = field("c")
        message = [field("M"), field("D")].compactMap { $0 }.joined(separator: "; ")
        isStalePlan = self.state == .invalidStatementName || (self.state == .featureNotSupported && field("R") == "RevalidateCachedQuery")
    }

    /// The same transaction may succeed when it is run again: lost races, lock timeouts and stale plans.
    package var isRetryable: Bool {
        isStalePlan || [.serializationFailure, .deadlockDetected, .lockNotAvailable].contains(state)
    }

    /// It took too long and was stopped; nothing was changed.
    package var isTimeout: Bool { state == .queryCanceled }

    package var description: String {
        let places = [constraint.map { "constraint \($0)" }, table.map { "table \($0)" }].compactMap { $0 }
        return ([state.rawValue, message] + places).joined(separator: ", ")
    }
}
