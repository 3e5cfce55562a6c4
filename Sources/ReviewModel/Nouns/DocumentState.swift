/// Where a version of a document stands (DOMAIN §5).
package enum DocumentState: String, CaseIterable, Sendable {
    case draft, submitted, published, withheld, withdrawn
}
