import ReviewClient
import ReviewWire

/// Writes replies: tables for people, or a JSON object a line for programs.
final class Printer {
    private let json: Bool
    let content: Content
    private var rows: [JSONValue] = []
    private var rowCount = 0

    /// `outputPath` takes the raw octets of chunks.
    init(json: Bool, outputPath: String? = nil) {
        self.json = json
        content = Content(json: json, outputPath: outputPath)
    }

    /// One data line, as it comes.
    func take(_ line: ServerLine) throws {
        switch line.code {
        case .row:
            rowCount += 1
            if json { Terminal.say(json: line.json) } else { rows.append(try line.object()) }
        case .chunk: try content.take(line)
        case .progress: if let text = try line.object()["msg"]?.text { Terminal.hint(SafeText.visible(text)) }
        default: break
        }
    }

    /// The final line, after all of `take`.
    func finish(_ reply: ServerReply) throws {
        if !content.isEmpty {
            if reply.isDone { try content.finish(reply.result) } else { content.giveUp() }
        }
        if json { return finishJSON(reply) }
        if let refusal = reply.refusal { return tell(refusal, reply.result) }
        if !rows.isEmpty {
            for line in Table(rows: rows).lines(columns: Terminal.columns) { Terminal.say(line) }
            rows = []
        }
        if reply.final.code == .end {
            if rowCount == 0 { Terminal.hint("nothing") }
            if let next = reply.next { Terminal.hint("there is more: add after=\(SafeText.visible(next)), or --all") }
        } else if content.isEmpty, let members = reply.result.members, !members.isEmpty {
            for line in Table.record(reply.result) { Terminal.say(line) }
        }
    }

    /// The final line as it came, led by its code as `reply` unless it has a member of that name.
    static func finalLine(code: Int, _ result: JSONValue) -> JSONValue {
        let lead: [(String, JSONValue)] = result["reply"] == nil ? [("reply", .int(Int64(code)))] : []
        return .object(lead + (result.members ?? []))
    }

    private func finishJSON(_ reply: ServerReply) {
        let line = Self.finalLine(code: reply.code, reply.result).encoded()
        let isResult = reply.isDone && reply.final.code != .end
        if isResult { Terminal.say(json: line) } else { Terminal.tell(SafeText.json(line)) }
    }

    private func tell(_ refusal: Refusal, _ result: JSONValue) {
        var text = "\(result["err"]?.text ?? refusal.err.word): \(refusal.msg)"
        if let at = refusal.at { text += " (\(at))" }
        Terminal.tell(SafeText.visible(text))
        if refusal.err == .argumentBodyMissing { Terminal.hint("A lone - takes the body from standard input, --body FILE from a file.") }
        for (name, value) in refusal.detail where name != "at" { Terminal.tell("  \(SafeText.visible(name)): \(Table.cell(value))") }
    }
}
