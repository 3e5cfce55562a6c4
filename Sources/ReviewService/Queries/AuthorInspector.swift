import Foundation

/// Looks through a file's octets for the places where common formats keep their author's name (DOMAIN §5).
///
/// It warns and never cleans; what it cannot look into gets a warning that it cannot, and is never called clean.
struct AuthorInspector {
    private let isAnnouncedAsText: Bool
    private var format: FileFormat?
    /// The first octets, until they say what the file is.
    private var head: [UInt8] = []
    /// The last octets, in which a mark may have begun: a text begins like a line.
    private var tail: [UInt8] = [UInt8(ascii: "\n")]
    private var plainness = Plainness()
    /// Whether a text's first character that is not blank has come.
    private var hasOpened = false
    private var found: Set<String> = []

    init(mediaType: String) {
        isAnnouncedAsText = mediaType.hasPrefix("text/")
    }

    /// Takes the next octets; a mark that stands across two chunks is seen too.
    mutating func look(at octets: [UInt8]) {
        guard format == nil else { return scan(octets) }
        head += octets
        if head.count >= FileFormat.magicBytes { begin() }
    }

    var warnings: [String] {
        var whole = self
        if whole.format == nil { whole.begin() }
        whole.end()
        return whole.found.sorted()
    }

    private mutating func begin() {
        format = FileFormat(startingWith: head, isAnnouncedAsText: isAnnouncedAsText)
        // Before the first line there may be a mark of the order of octets, as Windows writes it.
        if case .text = format, head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        scan(head)
        head = []
    }

    private mutating func scan(_ octets: [UInt8]) {
        guard let format else { return }
        var octets = octets
        if case .text = format {
            guard plainness.holds(for: octets) else { return giveUp() }
            heedOpening(octets)
            octets = octets.map { octet in
                switch octet {
                case 0x41...0x5A: octet | 0x20
                // A line may end in CR alone.
                case 0x0D: 0x0A
                default: octet
                }
            }
        }
        let window = Data(tail + octets)
        for mark in format.marks where !found.contains(mark.warning) && window.range(of: mark.octets) != nil { found.insert(mark.warning) }
        tail = Array(window.suffix(AuthorMark.bytesMax))
    }

    /// Text that begins, behind whatever is blank, like a program's and not like a person's: HTML, XML, RTF, TeX, PostScript, JSON.
    private mutating func heedOpening(_ octets: [UInt8]) {
        guard !hasOpened, let first = octets.first(where: { ![0x20, 0x09, 0x0A, 0x0C, 0x0D].contains($0) }) else { return }
        hasOpened = true
        if "<{%\\".utf8.contains(first) { found.insert(AuthorMark.blind) }
    }

    private mutating func end() {
        switch format {
        case .text where !plainness.holdsAtTheEnd: giveUp()
        case .unknown: found.insert(AuthorMark.blind)
        default: break
        }
    }

    /// What was announced as text is none.
    private mutating func giveUp() {
        format = .unknown
        found.insert(AuthorMark.blind)
    }
}

/// Whether octets are UTF-8 without controls other than those of lines and tabs, chunk by chunk.
private struct Plainness {
    /// The beginning of a character whose end has not come yet.
    private var rest: [UInt8] = []

    mutating func holds(for octets: [UInt8]) -> Bool {
        let all = rest + octets
        let cut = all.count - Self.unfinished(all)
        rest = Array(all[cut...])
        return String(validating: all[..<cut], as: UTF8.self) != nil
            && all.allSatisfy { $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0C, 0x0D].contains($0) }
    }

    var holdsAtTheEnd: Bool { rest.isEmpty }

    /// How many octets at the end begin a character that needs more.
    private static func unfinished(_ octets: [UInt8]) -> Int {
        for (number, octet) in octets.suffix(3).reversed().enumerated() {
            switch octet {
            case 0x80...0xBF: continue
            case 0xC0...0xDF: return number < 1 ? number + 1 : 0
            case 0xE0...0xEF: return number < 2 ? number + 1 : 0
            case 0xF0...0xF7: return number < 3 ? number + 1 : 0
            default: return 0
            }
        }
        return 0
    }
}
