/// What the framing makes of a client's octets, one at a time and in order.
package enum Frame: Sendable, Equatable {
    /// A well-formed request.
    case request(Request)
    /// An argument is malformed or given twice (501). Verb and tag are good, so that 500, 430 and 431 can be answered first; the
    /// request holds what stood before the fault and must not be run.
    case malformed(Refusal, Request)
    /// The line cannot be a request, or its body is too large (461): line and payload are consumed, and the connection goes on.
    case refused(Refusal, tag: String?)
    /// Framing is lost (520): answer and close. Nothing comes after it.
    case broken(Refusal)
}
