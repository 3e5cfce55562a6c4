import Foundation
import ReviewClient
import ReviewWire

/// Writes replies: tables for people, or a JSON object a line for programs.
final class Printer {
    private let json: Bool
    private let output: FileHandle?
    private var rows: [JSONValue] = []
    private var rowCount = 0
    /// Octets of an answer that go to a terminal are held until they are known to be text.
    private var held: [UInt8] = []

    /// `outputPath` takes the raw octets of chunks.
    init(json: Bool, outputPath: String? = nil) throws {
        self.json = json
        guard let outputPath else {
            output = nil
            return
        }
        guard FileManager.default.createFile(atPath: outputPath, contents: nil), let file = FileHandle(forWritingAtPath: outputPath)
        else { throw LocalError(message: "The file \(outputPath) cannot be written.") }
        output = file
    }

    /// One data line, as it comes.
    func take(_ line: ServerLine) throws {
        switch line.code {
        case .row:
            rowCount += 1
            if json { Terminal.output(line.json + [0x0A]) } else { rows.append(try line.object()) }
        case .chunk: try chunk(line)
        case .progress: if let text = try line.object()["msg"]?.text { Terminal.hint(SafeText.visible(text)) }
        default: break
        }
    }

    private func chunk(_ line: ServerLine) throws {
        let raw = line.raw ?? []
        if let output {
            try output.write(contentsOf: raw)
        } else if json {
            let members = (try line.object().members ?? []) + [("base64", .string(Base64.encode(raw)))]
            Terminal.output(JSONValue.object(members).encoded() + [0x0A])
        } else if Terminal.showsOutput {
            held += raw
        } else {
            Terminal.output(raw)
        }
    }

    /// The final line, after all of `take`.
    func finish(_ reply: ServerReply) throws {
        try showHeld()
        if json { return finishJSON(reply) }
        if let refusal = reply.refusal { return tell(refusal, reply.result) }
        if !rows.isEmpty {
            for line in Table(rows: rows).lines(columns: Terminal.columns) { Terminal.say(line) }
            rows = []
        }
        if reply.final.code == .end {
            if rowCount == 0 { Terminal.hint("nothing") }
            if let next = reply.next { Terminal.hint("there is more: add after=\(SafeText.visible(next)), or --all") }
        } else if let members = reply.result.members, !members.isEmpty {
            for line in Table.record(reply.result) { Terminal.say(line) }
        }
    }

    private func finishJSON(_ reply: ServerReply) {
        let code: (String, JSONValue) = ("code", .int(Int64(reply.code)))
        let line = JSONValue.object([code] + (reply.result.members ?? []).filter { $0.0 != "code" }).encoded() + [0x0A]
        let isResult = reply.isDone && reply.final.code != .end
        if isResult { Terminal.output(line) } else { Terminal.draw(String(decoding: line, as: UTF8.self)) }
    }

    private func tell(_ refusal: Refusal, _ result: JSONValue) {
        var text = "\(result["err"]?.text ?? refusal.err.word): \(refusal.msg)"
        if let at = refusal.at { text += " (\(at))" }
        Terminal.tell(SafeText.visible(text))
        for (name, value) in refusal.detail { Terminal.tell("  \(SafeText.visible(name)): \(Table.cell(value))") }
    }

    private func showHeld() throws {
        guard !held.isEmpty else { return }
        guard let text = String(validating: held, as: UTF8.self) else {
            throw Failure(.usage, "The document is not text: write it to a file with --output FILE.")
        }
        Terminal.say(SafeText.visible(text, keepsLines: true))
        held = []
    }
}
