/// Why an exchange ends; a client of the server is told `432` for every case but a message out of order or out of form.
package enum ScramFailure: Error, Sendable, Equatable {
    case malformed
    case order
    case nonce
    case channelBinding
    case proof
    case iterations
    /// The password holds what SASLprep prohibits.
    case password
    /// The server's `e=`.
    case server(String)

    package var refusal: Refusal {
        switch self {
        case .malformed: Refusal(.argumentMalformed, at: "data")
        case .order: Refusal(.sessionOrder)
        default: Refusal(.sessionCredentials)
        }
    }
}
