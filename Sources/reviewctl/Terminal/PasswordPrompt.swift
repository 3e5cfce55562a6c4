import Foundation

/// Asks for a password on the terminal, and shows nothing of it.
enum PasswordPrompt {
    /// Throws `Failure` when there is no terminal or the person breaks off.
    static func ask(_ question: String) throws -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            throw Failure(.usage, "There is no terminal to ask for the password: give --password-file FILE (or - for standard input).")
        }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { throw LocalError(message: "The terminal does not answer.") }
        var quiet = before
        // Signals are off too: a ^C that ended the process here would leave the terminal mute.
        quiet.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(terminal, TCSAFLUSH, &quiet)
        defer { tcsetattr(terminal, TCSAFLUSH, &before) }
        say(question, on: terminal)
        defer { say("\n", on: terminal) }
        return try read(from: terminal)
    }

    private static func read(from terminal: Int32) throws -> String {
        var octets: [UInt8] = []
        var octet: UInt8 = 0
        while Foundation.read(terminal, &octet, 1) == 1 {
            switch octet {
            case 0x0A, 0x0D: return String(decoding: octets, as: UTF8.self)
            case 0x03, 0x1C: throw ExitStatus.interrupted
            case 0x04 where octets.isEmpty: throw ExitStatus.interrupted
            case 0x15: octets = []
            case 0x08, 0x7F:
                while let last = octets.popLast(), last & 0xC0 == 0x80 {}
            default: octets.append(octet)
            }
        }
        throw LocalError(message: "The terminal was closed.")
    }

    private static func say(_ text: String, on terminal: Int32) {
        var text = text
        text.withUTF8 { _ = write(terminal, $0.baseAddress, $0.count) }
    }

    /// The first line of a file, or of standard input for `-`.
    static func read(file path: String) throws -> String {
        let data: Data
        if path == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            guard let contents = FileManager.default.contents(atPath: path) else {
                throw LocalError(message: "The password file \(path) cannot be read.")
            }
            data = contents
        }
        let line = data.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).first ?? Data()
        guard let text = String(data: line, encoding: .utf8), !text.isEmpty else {
            throw LocalError(message: "The password file is empty or not UTF-8.")
        }
        return text.hasSuffix("\r") ? String(text.dropLast()) : text
    }
}
