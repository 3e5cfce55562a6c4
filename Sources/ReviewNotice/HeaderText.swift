import Foundation

/// The text of a header such as Subject: in ASCII as it is, else in encoded words of at most 75 characters (RFC 2047). A control in the text
/// can only come out encoded, so that no text becomes a header of its own.
package enum HeaderText {
    /// Octets of text in one encoded word: 39 octets are 52 characters of base 64, and fit beside a header's name.
    private static let wordOctetsMax = 39
    private static let lineOctetsMax = 76

    /// `name` and the value, folded, with CRLF at the end.
    package static func line(_ name: StaticString, _ text: String) -> String {
        let head = "\(name): "
        let text = text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
        let parts = isPlain ? text.split(separator: " ").map(String.init) : words(text)
        return head + fold(parts, from: head.utf8.count) + "\r\n"
    }

    private static func fold(_ parts: [String], from start: Int) -> String {
        var (line, width) = ("", start)
        for (index, part) in parts.enumerated() {
            if index > 0 {
                let fits = width + 1 + part.utf8.count <= lineOctetsMax
                line += fits ? " " : "\r\n "
                width = fits ? width + 1 : 1
            }
            line += part
            width += part.utf8.count
        }
        return line
    }

    /// No character is cut in two (RFC 2047 §5).
    private static func words(_ text: String) -> [String] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            let octets = Array(String(scalar).utf8)
            if word.count + octets.count > wordOctetsMax {
                words.append(word)
                word = []
            }
            word += octets
        }
        if !word.isEmpty { words.append(word) }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }
    }
}
