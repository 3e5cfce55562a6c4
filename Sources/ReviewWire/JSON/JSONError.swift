/// Why octets are not JSON, and where.
package struct JSONError: Error, Sendable, Equatable {
    package enum Reason: String, Sendable { case syntax, depth, encoding, number, escape, control, nul, trailing }
    package let reason: Reason
    package let offset: Int
}
