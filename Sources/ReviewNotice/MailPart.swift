/// A mail, or a part of one, as far as a report of a delivery has to be understood: its headers and its lines (RFC 5322, 2045, 2046).
struct MailPart {
    /// A header or a field of a report; the name in lower case, the value in one line.
    struct Field: Equatable {
        let name: String
        var value: String
    }

    private static let partsMax = 32

    private let headers: [Field]
    /// Behind the headers.
    let lines: [String]

    init(_ octets: [UInt8]) {
        var lines = octets.split(separator: 10, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
        // As files of mail begin, and some servers' pipes.
        if lines.first?.hasPrefix("From ") == true { lines.removeFirst() }
        self.init(lines)
    }

    private init(_ all: [String]) {
        let end = all.firstIndex(of: "") ?? all.endIndex
        headers = Self.fields(Array(all[..<end]))
        lines = Array(all[end...].dropFirst())
    }

    /// What stands in lines `Name: value`, with continued lines; other lines are passed over.
    static func fields(_ lines: [String]) -> [Field] {
        // Joined once at the end: whoever writes to us chooses how many lines one field has.
        var fields: [(name: String, lines: [String])] = []
        for line in lines {
            if line.hasPrefix(" ") || line.hasPrefix("\t") {
                if let last = fields.indices.last { fields[last].lines.append(trimmed(line)) }
            } else if let colon = line.firstIndex(of: ":") {
                fields.append((trimmed(line[..<colon]).lowercased(), [trimmed(line[line.index(after: colon)...])]))
            }
        }
        return fields.map { Field(name: $0.name, value: trimmed($0.lines.joined(separator: " "))) }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    private var contentType: String { headers.first { $0.name == "content-type" }?.value ?? "text/plain" }

    /// Such as `multipart/report`, without its parameters.
    var type: String { Self.trimmed(contentType.prefix { $0 != ";" }).lowercased() }

    /// A parameter of the type, without its quotes.
    func parameter(_ name: String) -> String? {
        for match in contentType.matches(of: /;\s*([A-Za-z0-9-]+)\s*=\s*(?:"([^"]*)"|([^\s;"]+))/)
        where match.output.1.lowercased() == name {
            return String(match.output.2 ?? match.output.3 ?? "")
        }
        return nil
    }

    /// Those between the boundaries; the text before the first one and behind the last one is for nobody.
    func parts(_ boundary: String) throws(Bounce.Fault) -> [MailPart] {
        let (opening, closing) = ("--" + boundary, "--" + boundary + "--")
        var (parts, current): ([[String]], [String]?) = ([], nil)
        for line in lines {
            let line = line.hasPrefix(opening) ? Self.trimmed(line) : line
            guard line == opening || line == closing else {
                current?.append(line)
                continue
            }
            if let current { parts.append(current) }
            current = []
            if line == closing { return parts.map { MailPart($0) } }
            guard parts.count < Self.partsMax else { throw Bounce.Fault("it has more than \(Self.partsMax) parts") }
        }
        throw Bounce.Fault("it ends before its last part does")
    }
}
