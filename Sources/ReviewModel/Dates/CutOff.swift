/// The local time at which a day is over for a deadline, `00:01` to `24:00`; `24:00` is the end of that local day.
package struct CutOff: Hashable, Sendable, CustomStringConvertible {
    /// Minutes after the local midnight before.
    package let minutes: Int

    package static let endOfDay = CutOff(minutes: 1_440)

    private init(minutes: Int) { self.minutes = minutes }

    /// Reads `17:00` and `24:00`; nil for anything else.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == 58 else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 48 }
        guard digits.allSatisfy({ (0...9).contains($0) }), digits[2] < 6 else { return nil }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        guard (1...1_440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    package var description: String { "\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))" }
}
