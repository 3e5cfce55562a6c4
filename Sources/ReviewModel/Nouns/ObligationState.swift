/// Where an obligation stands (DOMAIN §4): `late` was delivered after its deadline, `missed` was not delivered.
package enum ObligationState: String, CaseIterable, Sendable {
    case open, met, late, missed, waived, void

    /// Whether nothing more is expected, so that a gate no longer waits for it.
    package var isSettled: Bool { self != .open && self != .missed }
}
