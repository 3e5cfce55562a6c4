/// The `{n+}` at the end of a line: it announces a payload by its place alone, whatever the rest of the line is worth.
enum Literal: Equatable {
    case none
    /// A payload of `count` octets; the line proper ends at `lineEnd`, before the space.
    case octets(count: Int, lineEnd: Int)
    /// More than nine digits.
    case tooLong

    static func find(in line: UnsafeRawBufferPointer) -> Literal {
        guard line.count >= 5, line[line.count - 1] == ASCII.closeBrace, line[line.count - 2] == ASCII.plus else { return .none }
        let end = line.count - 2
        var start = end
        while start > 0, ASCII.isDigit(line[start - 1]) { start -= 1 }
        guard start < end, start >= 2, line[start - 1] == ASCII.openBrace, line[start - 2] == ASCII.space else { return .none }
        guard end - start <= 9 else { return .tooLong }
        let count = line[start..<end].reduce(0) { $0 * 10 + Int($1 - ASCII.zero) }
        return .octets(count: count, lineEnd: start - 2)
    }
}
