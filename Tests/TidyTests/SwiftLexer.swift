/// As much of Swift's lexical structure as tells code from comments and strings; interpolations count as code.
struct SwiftLexer {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private(set) var code: [UInt8] = []
    private(set) var literals: [SwiftSource.Literal] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        code.reserveCapacity(bytes.count)
    }

    mutating func run() {
        while at < bytes.count { scanCode(insideInterpolation: false) }
    }

    private func looking(at word: String) -> Bool { bytes[at...].starts(with: word.utf8) }

    private mutating func keep() { step(keeping: true) }
    private mutating func blank() { step(keeping: false) }

    private mutating func step(keeping: Bool) {
        guard at < bytes.count else { return }
        let byte = bytes[at]
        if byte == UInt8(ascii: "\n") { line += 1 }
        code.append(keeping || byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
        at += 1
    }

    private mutating func scanCode(insideInterpolation: Bool) {
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "/") where looking(at: "//"):
                while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { blank() }
            case UInt8(ascii: "/") where looking(at: "/*"):
                scanBlockComment()
            case UInt8(ascii: "\""):
                scanString(hashes: 0)
            case UInt8(ascii: "`"):
                // A raw identifier may be a sentence.
                repeat { blank() } while at < bytes.count && bytes[at] != UInt8(ascii: "`") && bytes[at] != UInt8(ascii: "\n")
                blank()
            case UInt8(ascii: "#"):
                let hashes = bytes[at...].prefix { $0 == UInt8(ascii: "#") }.count
                if at + hashes < bytes.count, bytes[at + hashes] == UInt8(ascii: "\"") {
                    for _ in 0..<hashes { blank() }
                    scanString(hashes: hashes)
                } else {
                    for _ in 0..<hashes { keep() }
                }
            case UInt8(ascii: "("):
                depth += 1
                keep()
            case UInt8(ascii: ")"):
                if insideInterpolation, depth == 0 { return }
                depth -= 1
                keep()
            default:
                keep()
            }
        }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if looking(at: "/*") {
                depth += 1
                blank()
            } else if looking(at: "*/") {
                depth -= 1
                blank()
            }
            blank()
        } while depth > 0 && at < bytes.count
    }

    /// From the opening quote; the quotes stay in the code, so that a literal is still seen as a value.
    private mutating func scanString(hashes: Int) {
        let firstLine = line
        let quote = looking(at: "\"\"\"") ? "\"\"\"" : "\""
        let end = quote + String(repeating: "#", count: hashes)
        let escape = "\\" + String(repeating: "#", count: hashes)
        for _ in quote.utf8 { keep() }
        let start = at
        while at < bytes.count, !looking(at: end) {
            if quote.utf8.count == 1, bytes[at] == UInt8(ascii: "\n") { break }
            guard looking(at: escape) else {
                blank()
                continue
            }
            for _ in escape.utf8 { blank() }
            if at < bytes.count, bytes[at] == UInt8(ascii: "(") {
                keep()
                scanCode(insideInterpolation: true)
                keep()
            } else {
                blank()
            }
        }
        literals.append(.init(text: String(decoding: bytes[start..<at], as: UTF8.self), line: firstLine))
        guard looking(at: end) else { return }
        for _ in quote.utf8 { keep() }
        for _ in 0..<hashes { blank() }
    }
}
