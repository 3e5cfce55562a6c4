/// What an account is for the whole installation; `system` is what jobs act as and no client can have (DOMAIN §2, §5).
package enum Role: String, CaseIterable, Sendable {
    case state, cso, expert, secretariat, `public`, system
}
