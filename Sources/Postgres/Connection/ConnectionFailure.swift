/// Why a call got no answer from PostgreSQL.
package enum ConnectionFailure: Error, Equatable, CustomStringConvertible {
    /// The connection broke; `sent` means that the outcome is unknown, otherwise nothing has happened.
    case lost(sent: Bool)
    /// No connection could be made; the sentence is for the log.
    case unavailable(String)
    case closed
    /// Too many calls are waiting already.
    case poolExhausted

    package var description: String {
        switch self {
        case .lost(sent: true): "the connection to PostgreSQL was lost and the outcome is unknown"
        case .lost(sent: false): "the connection to PostgreSQL was lost before anything happened"
        case .unavailable(let reason): "PostgreSQL cannot be reached: \(reason)"
        case .closed: "the connection to PostgreSQL is closed"
        case .poolExhausted: "too many calls are waiting for PostgreSQL"
        }
    }
}
