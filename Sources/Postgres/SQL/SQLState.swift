/// A five-character SQLSTATE (PostgreSQL manual, appendix A).
package struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static let notNullViolation = SQLState(rawValue: "23502")
    package static let foreignKeyViolation = SQLState(rawValue: "23503")
    package static let uniqueViolation = SQLState(rawValue: "23505")
    package static let checkViolation = SQLState(rawValue: "23514")
    package static let exclusionViolation = SQLState(rawValue: "23P01")
    package static let serializationFailure = SQLState(rawValue: "40001")
    package static let deadlockDetected = SQLState(rawValue: "40P01")
    package static let lockNotAvailable = SQLState(rawValue: "55P03")
    package static let objectNotInPrerequisiteState = SQLState(rawValue: "55000")
    package static let undefinedTable = SQLState(rawValue: "42P01")
    package static let syntaxError = SQLState(rawValue: "42601")
    package static let queryCanceled = SQLState(rawValue: "57014")
    package static let inFailedTransaction = SQLState(rawValue: "25P02")
    package static let invalidText = SQLState(rawValue: "22P02")
    /// Text that the server's encoding cannot hold, such as U+0000.
    package static let characterNotInRepertoire = SQLState(rawValue: "22021")
    package static let invalidStatementName = SQLState(rawValue: "26000")
    package static let featureNotSupported = SQLState(rawValue: "0A000")
    package static let noDataFound = SQLState(rawValue: "P0002")
}
