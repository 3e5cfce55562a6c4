/// What kind of body an organisation is; windows and roles of a procedure name these words (DOMAIN §2).
package enum OrganisationClass: String, CaseIterable, Codable, Sendable {
    case state, cso, nhri, igo, secretariat
}
