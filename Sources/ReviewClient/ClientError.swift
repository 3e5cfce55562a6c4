import ReviewWire

/// Why there is no answer; each prints as one sentence for a person.
package enum ClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No connection came about: nothing was sent.
    case unreachable(ServerAddress, because: String)
    /// The handshake or its settings failed: nothing was sent.
    case tls(String)
    /// The connection was closed before the request was written.
    case closed
    /// The connection ended while the answer was awaited: the outcome is unknown.
    case lost(because: String)
    /// The server was silent for so many seconds while an answer was awaited: the outcome is unknown.
    case silent(seconds: Int)
    /// The server sent what rvw/1 does not allow.
    case notOurProtocol(String)
    /// The server refused to serve this connection, or the login.
    case refused(Refusal)
    /// The server proves nothing, or offers no way of logging in that fits.
    case login(String)
    /// A mutation without an idempotency key was cut off; sending it again could do it twice.
    case outcomeUnknown(because: String)
    /// A request was tried so often that going on makes no sense; it is safe to send again with its key.
    case gaveUp(attempts: Int, because: String)

    package var description: String {
        switch self {
        case .unreachable(let address, let reason): "No connection to \(address): \(reason)."
        case .tls(let reason): "The secure connection failed: \(reason)."
        case .closed: "The connection is closed."
        case .lost(let reason): "The connection was lost (\(reason)) before the answer came; whether the request was done is unknown."
        case .silent(let seconds): "The server said nothing for \(seconds) s; whether the request was done is unknown."
        case .notOurProtocol(let reason): "The server does not speak rvw/1: \(reason)."
        case .refused(let refusal): "The server refused: \(refusal)"
        case .login(let reason): "Not logged in: \(reason)."
        case .outcomeUnknown(let reason):
            "The request was cut off (\(reason)) and carries no key=, so it is not sent again: look whether it was done."
        case .gaveUp(let attempts, let reason):
            "Gave up after \(attempts) attempts, the last: \(reason) Sending the request again with the same key= is safe."
        }
    }

    /// True when a new connection may do better.
    package var isPassing: Bool {
        switch self {
        case .unreachable, .closed, .lost, .silent, .gaveUp: true
        case .refused(let refusal): refusal.isPassing
        case .tls, .notOurProtocol, .login, .outcomeUnknown: false
        }
    }
}
