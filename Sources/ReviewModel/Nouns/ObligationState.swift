/// Where an obligation stands (DOMAIN §4): `late` was delivered after its deadline, `missed` was not delivered.
package enum ObligationState: String, CaseIterable, Codable, Sendable {
    case open, met, late, missed, waived, void

    /// Whether something was delivered for it.
    package var isDelivered: Bool { self == .met || self == .late }

    /// Whether nothing more is expected, so that a gate no longer waits for it.
    package var isSettled: Bool { self != .open && self != .missed }
}
