/// Where one stage of one review stands.
package enum StageState: String, CaseIterable, Sendable {
    case pending, open, left
}
