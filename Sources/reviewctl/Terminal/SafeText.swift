/// Makes text from elsewhere harmless to look at: what would move the cursor, turn the reading direction, or stand there unseen is shown as a sign.
enum SafeText {
    /// `keepsLines` leaves line feeds and tabs as they are; else they are shown as signs too.
    static func visible(_ text: String, keepsLines: Bool = false) -> String {
        let scalars = Array(text.unicodeScalars)
        guard scalars.contains(where: { !isPlain($0) }) else { return text }
        var shown = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if isPlain(scalar) || keepsLines && (scalar == "\n" || scalar == "\t") || isJoinerInPlace(scalars, index) {
                shown.append(scalar)
            } else {
                shown.append(contentsOf: sign(scalar).unicodeScalars)
            }
        }
        return String(shown)
    }

    /// The same JSON with what is not harmless written as `\u` escapes; beyond ASCII it can only stand inside strings.
    static func json(_ octets: [UInt8]) -> String {
        let text = String(decoding: octets, as: UTF8.self)
        guard text.unicodeScalars.contains(where: { !isPlain($0) }) else { return text }
        return text.unicodeScalars.reduce(into: "") { shown, scalar in
            if isPlain(scalar) { return shown.unicodeScalars.append(scalar) }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20..<0x7F).contains(scalar.value) { return true }
        if scalar.value < 0xA0 { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: return false
        default: return !isBlank(scalar)
        }
    }

    /// Letters and marks that take a place, or none, and show nothing.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xE0100...0xE01EF: true
        default: false
        }
    }

    /// A zero-width joiner or non-joiner between letters is spelling (Persian, Hindi, emoji); anywhere else it hides something.
    private static func isJoinerInPlace(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        guard scalars[index].value == 0x200C || scalars[index].value == 0x200D, index > 0, index + 1 < scalars.count else {
            return false
        }
        return [scalars[index - 1], scalars[index + 1]].allSatisfy { neighbour in
            let properties = neighbour.properties
            return neighbour.value > 0x7F
                && (properties.isAlphabetic || properties.isEmoji || properties.generalCategory == .nonspacingMark)
                || neighbour.value == 0xFE0F
        }
    }

    /// A C0 control as its picture (U+2400 …), everything else by its number.
    private static func sign(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0..<0x20: String(Unicode.Scalar(0x2400 + scalar.value).map(Character.init) ?? "?")
        case 0x7F: "\u{2421}"
        default:
            "<U+" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count))
                + String(scalar.value, radix: 16, uppercase: true) + ">"
        }
    }
}
