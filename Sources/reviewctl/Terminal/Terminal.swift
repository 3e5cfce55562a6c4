import Foundation

/// The terminal this process may be talking to.
enum Terminal {
    static let showsOutput = isatty(STDOUT_FILENO) == 1
    static let showsErrors = isatty(STDERR_FILENO) == 1
    static let usesBold = showsOutput && Environment["NO_COLOR"] == nil

    /// Columns of standard output; nil when it is not a terminal.
    static var columns: Int? {
        guard showsOutput else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    static func bold(_ text: String) -> String { usesBold ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// A line on standard error.
    static func tell(_ text: String) { write(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// A line on standard error that a program need not see: only when a person looks on.
    static func hint(_ text: String) {
        if showsErrors { tell(text) }
    }

    /// A line on standard output.
    static func say(_ text: String) { write(Array((text + "\n").utf8), to: STDOUT_FILENO) }

    /// A line of JSON on standard output: as it came for a program, harmless for a person.
    static func say(json octets: [UInt8]) {
        if showsOutput { say(SafeText.json(octets)) } else { output(octets + [0x0A]) }
    }

    /// Raw octets on standard output; a reader that went away ends the process quietly, as with any filter.
    static func output(_ octets: [UInt8]) { write(octets, to: STDOUT_FILENO) }

    /// Text on standard error as it is, without a line end.
    static func draw(_ text: String) { write(Array(text.utf8), to: STDERR_FILENO) }

    private static func write(_ octets: [UInt8], to descriptor: Int32) {
        octets.withUnsafeBytes { raw in
            var rest = raw[...]
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { exit(errno == EPIPE ? 141 : ExitStatus.local.rawValue) }
                rest = rest.dropFirst(count)
            }
        }
    }
}
