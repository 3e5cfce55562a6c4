/// Reads the line of a request, without its literal and line end, out of octets that are known to be UTF-8 without controls but TAB.
struct RequestGrammar {
    /// A fault of one argument, found after tag and verb.
    private struct Fault: Error {
        let refusal: Refusal
        init(_ word: ErrorWord, at: String, _ msg: String? = nil) { refusal = Refusal(word, msg, at: at) }
    }

    private let line: UnsafeRawBufferPointer
    private let limits: Limits
    private var index = 0

    static func parse(_ line: UnsafeRawBufferPointer, limits: Limits) -> Frame {
        var grammar = RequestGrammar(line: line, limits: limits)
        return grammar.frame()
    }

    private init(line: UnsafeRawBufferPointer, limits: Limits) {
        self.line = line
        self.limits = limits
    }

    private var isAtEnd: Bool { index == line.count }

    private mutating func frame() -> Frame {
        var request = Request(verb: "")
        if line.first == ASCII.at {
            guard let tag = tag() else { return .refused(Refusal(.argumentMalformed, "the tag is not well formed", at: "tag"), tag: nil) }
            request.tag = tag
        }
        guard let verb = verb() else { return .refused(Refusal(.wireNoSuchCommand), tag: request.tag) }
        request.verb = verb
        do throws(Fault) {
            while !isAtEnd {
                index += 1
                let field = try field()
                if request[field.name] != nil { throw Fault(.argumentDuplicate, at: field.name) }
                if request.arguments.count == limits.argumentsMax { throw Fault(.argumentTooMany, at: field.name) }
                request.arguments.append(field)
            }
        } catch {
            return .malformed(error.refusal, request)
        }
        return .request(request)
    }

    /// Moves to the next octet that `isPart` refuses; the text before it.
    private mutating func span(while isPart: (UInt8) -> Bool) -> String {
        let start = index
        while index < line.count, isPart(line[index]) { index += 1 }
        return String(decoding: line[start..<index], as: UTF8.self)
    }

    /// `"@" 1*32(ALPHA / DIGIT / "-" / "_")`, and the space behind it unless the line ends; nil when it is not well formed.
    private mutating func tag() -> String? {
        index = 1
        let tag = span { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == ASCII.minus || $0 == ASCII.underscore }
        guard 1...limits.tagBytesMax ~= tag.utf8.count else { return nil }
        if isAtEnd { return tag }
        guard line[index] == ASCII.space else { return nil }
        index += 1
        return tag
    }

    /// `noun ["." noun]`, in lower case, up to a space or the end.
    private mutating func verb() -> String? {
        let start = index
        let verb = span { ASCII.isLetter($0) || $0 == ASCII.dot }
        guard isAtEnd || line[index] == ASCII.space else { return nil }
        let nouns = line[start..<index].split(separator: ASCII.dot, omittingEmptySubsequences: false)
        guard nouns.count <= 2, nouns.allSatisfy({ !$0.isEmpty }) else { return nil }
        return verb.lowercased()
    }

    private mutating func field() throws(Fault) -> RequestField {
        let start = index
        let name = span { ASCII.isLowerLetter($0) || ASCII.isDigit($0) || $0 == ASCII.underscore }
        guard 1...limits.nameBytesMax ~= name.utf8.count, !isAtEnd, line[index] == ASCII.equals else {
            throw Fault(.argumentMalformed, at: shown(from: start), "an argument is name=value, after one space")
        }
        index += 1
        let value = !isAtEnd && line[index] == ASCII.quote ? try string(of: name) : try word(of: name)
        return RequestField(name, value)
    }

    private mutating func string(of name: String) throws(Fault) -> String {
        do throws(JSONError) {
            let (text, end) = try JSONText.read(line, from: index + 1, allowsNUL: false)
            index = end
            if isAtEnd || line[index] == ASCII.space { return text }
        } catch {
            throw Fault(error.reason == .nul ? .argumentNUL : .argumentMalformed, at: name)
        }
        throw Fault(.argumentMalformed, at: name, "a space stands after the closing quote")
    }

    private mutating func word(of name: String) throws(Fault) -> String {
        let start = index
        while index < line.count, line[index] != ASCII.space {
            let byte = line[index]
            let isSecondControl = byte == 0xC2 && line[index + 1] < 0xA0
            if byte == ASCII.quote || byte == ASCII.tab || byte == 0x7F || isSecondControl {
                throw Fault(.argumentMalformed, at: name, "write the value as a JSON string")
            }
            index += 1
        }
        guard index > start else { throw Fault(.argumentMalformed, at: name, "an empty value is \"\"") }
        guard line[start] != ASCII.openBrace else { throw Fault(.argumentMalformed, at: name, "write the value as a JSON string") }
        return String(decoding: line[start..<index], as: UTF8.self)
    }

    /// The start of a word that has no good name, for `at`.
    private func shown(from start: Int) -> String {
        let end = line[start...].firstIndex { $0 == ASCII.space || $0 == ASCII.equals } ?? line.count
        return String(String(decoding: line[start..<end], as: UTF8.self).unicodeScalars.prefix(limits.nameBytesMax))
    }
}
