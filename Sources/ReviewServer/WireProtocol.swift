/// The protocol that this server speaks.
package enum WireProtocol {
    /// Its name in ALPN and in `hello proto=`.
    package static let name = "rvw/1"
}
