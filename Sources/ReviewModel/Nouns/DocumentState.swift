/// Where a version of a document stands (DOMAIN §5).
package enum DocumentState: String, CaseIterable, Codable, Sendable {
    case draft, submitted, published, withheld, withdrawn
}
