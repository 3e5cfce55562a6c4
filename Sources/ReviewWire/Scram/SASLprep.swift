import Foundation

/// The SASLprep profile (RFC 4013) over the Unicode that the standard library knows.
///
/// The rule on mixed directions (§2.4) is left out, as RFC 8265 §4.2 does for passwords: an Arabic password may hold Latin digits.
package enum SASLprep {
    package static func prepare(_ text: String) throws(ScramFailure) -> String {
        if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text }
        let mapped = text.unicodeScalars.reduce(into: String.UnicodeScalarView()) { result, scalar in
            if isNothing(scalar) { return }
            result.append(scalar.properties.generalCategory == .spaceSeparator ? " " : scalar)
        }
        let normal = String(mapped).precomposedStringWithCompatibilityMapping
        guard !normal.unicodeScalars.contains(where: isProhibited) else { throw .password }
        return normal
    }

    /// RFC 3454 B.1, commonly mapped to nothing.
    private static func isNothing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00AD, 0x034F, 0x1806, 0x180B...0x180D, 0x200B...0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF: true
        default: false
        }
    }

    /// RFC 4013 §2.3 (RFC 3454 C.1.2 to C.9) and what is unassigned.
    private static func isProhibited(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return true
        case .spaceSeparator: return scalar != " "
        default: break
        }
        switch scalar.value {
        case 0x06DD, 0x070F, 0x180E, 0x200C...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x2FF0...0x2FFB, 0x0340, 0x0341, 0xFEFF,
            0xFFF9...0xFFFD, 0x1D173...0x1D17A, 0xE0001, 0xE0020...0xE007F:
            return true
        default: return scalar.properties.isNoncharacterCodePoint
        }
    }
}
