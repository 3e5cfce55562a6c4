/// Where one stage of one review stands.
package enum StageState: String, CaseIterable, Codable, Sendable {
    case pending, open, left
}
