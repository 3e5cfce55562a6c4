/// What kind of body an organisation is; windows and roles of a procedure name these words (DOMAIN §2). `expert` is a roster of
/// independent experts, who belong to nobody else.
package enum OrganisationClass: String, CaseIterable, Sendable {
    case state, cso, nhri, igo, expert, secretariat
}
