/// What becomes of an alarm whose moment nobody was there for (DOMAIN §4).
package enum LatePolicy: String, CaseIterable, Sendable {
    /// Fires however late.
    case must
    /// Of several that were missed the last one stands for all.
    case coalesce
    /// Says nothing once the deadline has passed.
    case skip
}
