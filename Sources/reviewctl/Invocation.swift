import Foundation
import ReviewWire

/// The words of a command line as a request: `review open party=KEN` is `review.open party=KEN`.
struct Invocation {
    let verb: String
    let arguments: [RequestField]
    /// A lone "-" among the words: the body comes from standard input.
    let takesStandardInput: Bool

    /// Verbs that belong to the session, which reviewctl keeps itself.
    private static let ownVerbs: Set = ["hello", "auth", "auth.step", "quit", "watch", "unwatch"]

    /// Throws `Failure` with status `usage`.
    init(_ words: [String]) throws {
        takesStandardInput = words.contains("-")
        let words = words.filter { $0 != "-" }
        let names = words.prefix { !$0.contains("=") }
        guard let first = names.first else {
            throw Failure(.usage, "Say what to do first, for example: reviewctl review list")
        }
        let isDotted = first.contains(".")
        guard names.count <= (isDotted ? 1 : 2) else {
            throw Failure(.usage, "'\(names[isDotted ? 1 : 2])' is neither name=value nor part of a verb.")
        }
        verb = names.joined(separator: ".").lowercased()
        guard verb.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ Self.isWord($0) }) else {
            throw Failure(.usage, "'\(verb)' is not a verb: verbs are one or two words of letters.")
        }
        guard !Self.ownVerbs.contains(verb) else {
            throw Failure(.usage, "reviewctl says '\(verb)' itself; see 'reviewctl login' and 'reviewctl watch'.")
        }
        arguments = try words.dropFirst(names.count).map(Self.argument)
    }

    private static func isWord(_ word: Substring) -> Bool { !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isLetter } }

    static func argument(_ word: String) throws -> RequestField {
        guard let equals = word.firstIndex(of: "="), equals > word.startIndex else {
            throw Failure(.usage, "'\(word)' is not name=value.")
        }
        let name = String(word[..<equals])
        guard name.utf8.count <= 32, name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
        else { throw Failure(.usage, "'\(name)' is not an argument's name: lower-case letters, digits and _.") }
        return RequestField(name, String(word[word.index(after: equals)...]))
    }

    var request: Request { Request(verb: verb, arguments: arguments) }

    subscript(_ name: String) -> String? { arguments.first { $0.name == name }?.value }
}

/// The octets that go with a request.
enum Body {
    /// What a daemon takes in one request; `caps` may say otherwise.
    static let octetsMax = 1 << 20

    /// Reads a file, or standard input for "-"; throws `Failure` when it is too large for one request.
    static func read(_ path: String) throws -> [UInt8] {
        let handle: FileHandle
        if path == "-" {
            handle = .standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw LocalError(message: "The file \(path) cannot be read.")
            }
            handle = opened
        }
        var octets: [UInt8] = []
        while let data = try handle.read(upToCount: 1 << 16), !data.isEmpty {
            octets += data
            guard octets.count <= octetsMax else {
                throw Failure(
                    .usage, "The body is larger than \(octetsMax >> 20) MiB: send it with 'reviewctl upload' or 'reviewctl submit'.")
            }
        }
        return octets
    }
}
