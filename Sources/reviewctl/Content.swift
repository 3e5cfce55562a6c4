import Crypto
import Foundation
import ReviewClient
import ReviewWire

/// The octets of a document as they come in `151` chunks: to a file, to a pipe, or harmless to a terminal.
final class Content {
    private let json: Bool
    private let outputPath: String?
    private var output: FileHandle?
    private var hash = SHA256()
    private var count = 0
    /// True until a chunk shows that the document was not read from its first octet.
    private var isWhole = true
    /// Octets for a terminal are held until they are known to be text.
    private var held: [UInt8] = []
    private var bar: ProgressBar?

    init(json: Bool, outputPath: String?) {
        self.json = json
        self.outputPath = outputPath
    }

    var isEmpty: Bool { count == 0 && held.isEmpty }

    func take(_ line: ServerLine) throws {
        let raw = line.raw ?? []
        let head = try line.object()
        if let at = head["at"]?.integer, at != count { isWhole = false }
        hash.update(data: raw)
        count += raw.count
        if let outputPath {
            if output == nil { output = try Self.open(outputPath) }
            try output?.write(contentsOf: raw)
        } else if json {
            let members = (head.members ?? []) + [("base64", .string(Base64.encode(raw)))]
            Terminal.say(json: JSONValue.object(members).encoded())
        } else if Terminal.showsOutput {
            held += raw
        } else {
            Terminal.output(raw)
        }
    }

    private static func open(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
            throw LocalError(message: "The file \(path) cannot be written.")
        }
        return file
    }

    /// The final line of one chunk's reply: how far the document is.
    func progress(_ result: JSONValue) {
        guard outputPath != nil, let size = result["size"]?.integer else { return }
        bar = bar ?? ProgressBar(title: outputPath ?? "", total: Int(size), isShown: !json)
        bar?.show(count)
    }

    /// After the last chunk: shows what was held, and compares the digest the server named.
    func finish(_ result: JSONValue) throws {
        bar?.end()
        try output?.close()
        if !held.isEmpty {
            guard let text = String(validating: held, as: UTF8.self) else {
                throw Failure(.usage, "The document is not text: write it to a file with --output FILE.")
            }
            Terminal.say(SafeText.visible(text, keepsLines: true))
        }
        let digest = LocalFile.hexadecimal(hash.finalize())
        guard isWhole, let expected = result["sha256"]?.text, result["size"]?.integer == Int64(count) else { return }
        guard digest == expected else {
            throw LocalError(message: "What arrived does not have the digest that the server names; do not use it.")
        }
        if let outputPath { Terminal.hint(SafeText.visible("\(outputPath): \(ProgressBar.size(count)), SHA-256 \(digest)")) }
    }
}
