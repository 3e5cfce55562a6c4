/// How a deadline follows from its anchor: the `due:` of a procedure (DOMAIN §3, §4).
package struct DeadlineRule: Hashable, Sendable, CustomStringConvertible {
    package enum Direction: String, CaseIterable, Sendable {
        case plus, minus
    }

    /// The text of an `Anchor`, e.g. `review.start`.
    package let anchor: String
    /// The anchor that serves while the first has not happened.
    package let fallback: String?
    package let direction: Direction
    package let offset: DateOffset
    package let roll: Roll
    package let cutOff: CutOff

    package init(
        anchor: String, fallback: String? = nil, direction: Direction = .plus, offset: DateOffset, roll: Roll = .none,
        cutOff: CutOff = .endOfDay
    ) {
        (self.anchor, self.fallback, self.direction, self.offset) = (anchor, fallback, direction, offset)
        (self.roll, self.cutOff) = (roll, cutOff)
    }

    /// The rule in words for people and for the record, e.g. `review.start plus 6 months, next-working-day, 24:00`.
    package var description: String { text(anchor: anchor) }

    func text(anchor: String) -> String {
        "\(anchor) \(direction.rawValue) \(offset)" + (roll == .none ? "" : ", \(roll.rawValue)") + ", \(cutOff)"
    }
}
