/// What an account is in one review, by nomination, from a date to a date (DOMAIN §2).
package enum Function: String, CaseIterable, Sendable {
    case focalPoint = "focal-point"
    case delegate, reviewer, expert, officer, observer
}
