import Crypto
import ReviewClient
import ReviewWire

/// The octets of a document as they come in `151` chunks: to a file, to a pipe, or harmless to a terminal.
final class Content {
    private let json: Bool
    private let outputPath: String?
    private var draft: DraftFile?
    private var hash = SHA256()
    private var count = 0
    /// True until a chunk came, be it one of no octets.
    private(set) var isEmpty = true
    /// True until a chunk shows that the document was not read from its first octet.
    private var isWhole = true
    /// Octets for a terminal are held until they are known to be text.
    private var held: [UInt8] = []
    private var bar: ProgressBar?

    init(json: Bool, outputPath: String?) {
        self.json = json
        self.outputPath = outputPath
    }

    func take(_ line: ServerLine) throws {
        isEmpty = false
        let raw = line.raw ?? []
        let head = try line.object()
        if let at = head["at"]?.integer, at != count { isWhole = false }
        hash.update(data: raw)
        count += raw.count
        if let outputPath {
            let draft = try draft ?? DraftFile(replacing: outputPath)
            self.draft = draft
            try draft.write(raw)
        } else if json {
            let members = (head.members ?? []) + [("base64", .string(Base64.encode(raw)))]
            Terminal.say(json: JSONValue.object(members).encoded())
        } else if Terminal.showsOutput {
            held += raw
        } else {
            Terminal.output(raw)
        }
    }

    /// The final line of one chunk's reply: how far the document is.
    func progress(_ result: JSONValue) {
        guard outputPath != nil, let size = result["size"]?.integer else { return }
        bar = bar ?? ProgressBar(title: outputPath ?? "", total: Int(size), isShown: !json)
        bar?.show(count)
    }

    /// After a refusal in place of a chunk: what came is kept nowhere.
    func giveUp() {
        bar?.end()
        draft = nil
        held = []
    }

    /// After the last chunk: compares size and digest with those the server named, then keeps the file or shows what was held.
    func finish(_ result: JSONValue) throws {
        bar?.end()
        let digest = Hex.encode(hash.finalize())
        let promised = (result["size"]?.integer ?? Int64(count), result["sha256"]?.text ?? digest)
        guard !isWhole || promised == (Int64(count), digest) else {
            throw LocalError(message: "What arrived does not have the size and digest that the server names; do not use it.")
        }
        try draft?.keep()
        if !held.isEmpty {
            guard let text = String(validating: held, as: UTF8.self) else {
                throw Failure(.usage, "The document is not text: write it to a file with --output FILE.")
            }
            Terminal.say(SafeText.visible(text, keepsLines: true))
        }
        if isWhole, let outputPath { Terminal.hint(SafeText.visible("\(outputPath): \(ProgressBar.size(count)), SHA-256 \(digest)")) }
    }
}
