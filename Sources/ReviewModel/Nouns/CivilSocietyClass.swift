/// What kind of civil society organisation a `cso` is (DOMAIN §2).
package enum CivilSocietyClass: String, CaseIterable, Sendable {
    case ngo
    case survivorLed = "survivor-led"
    case serviceProvider = "service-provider"
    case union, academic
}
