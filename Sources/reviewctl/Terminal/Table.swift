import ReviewWire

/// Rows for people: columns fitted to the terminal, or one record below the other when they do not fit.
struct Table {
    /// A column is never made narrower than this to fit.
    private static let columnMin = 8
    private static let gap = 2

    private var names: [String] = []
    private var records: [[(String, JSONValue)]] = []

    init(rows: [JSONValue]) {
        for row in rows {
            let members = row.members ?? [("value", row)]
            records.append(members)
            for (name, _) in members where !names.contains(name) { names.append(name) }
        }
    }

    /// The lines, `columns` wide at most; nil means that nothing limits them.
    func lines(columns: Int?) -> [String] {
        guard !names.isEmpty else { return [] }
        let cells = records.map { record in
            names.map { name in record.first { $0.0 == name }.map { Self.cell($0.1) } ?? "" }
        }
        let headings = names.map { SafeText.visible($0) }
        var widths = headings.indices.map { index in
            max(TextWidth.of(headings[index]), cells.map { TextWidth.of($0[index]) }.max() ?? 0)
        }
        if let columns, !Self.fit(&widths, into: columns) { return stacked(headings, cells, columns) }
        let isRight = names.indices.map(isNumeric)
        let heading = Self.line(headings, widths, isRight)
        return [Terminal.bold(heading)] + cells.map { Self.line($0, widths, isRight) }
    }

    private func isNumeric(_ index: Int) -> Bool {
        let values = records.compactMap { record in record.first { $0.0 == names[index] }?.1 }
        return !values.isEmpty && values.allSatisfy { $0.number != nil || $0.isNull }
    }

    private static func line(_ cells: [String], _ widths: [Int], _ isRight: [Bool]) -> String {
        var line = cells.indices.map { index in
            TextWidth.padded(TextWidth.cut(cells[index], to: widths[index]), to: widths[index], right: isRight[index])
        }.joined(separator: String(repeating: " ", count: gap))
        while line.last == " " { line.removeLast() }
        return line
    }

    /// Takes columns from the widest until all fit; false when none can give more.
    private static func fit(_ widths: inout [Int], into columns: Int) -> Bool {
        let room = columns - gap * (widths.count - 1)
        while widths.reduce(0, +) > room {
            guard let widest = widths.max(), widest > columnMin, let index = widths.firstIndex(of: widest) else { return false }
            widths[index] -= 1
        }
        return true
    }

    private func stacked(_ headings: [String], _ cells: [[String]], _ columns: Int) -> [String] {
        let width = headings.map(TextWidth.of).max() ?? 0
        return cells.enumerated().flatMap { number, row in
            (number == 0 ? [] : [""])
                + zip(headings, row).filter { !$0.1.isEmpty }.map { heading, cell in
                    Terminal.bold(TextWidth.padded(heading, to: width)) + "  " + TextWidth.cut(cell, to: max(columns - width - 2, 20))
                }
        }
    }

    /// The members of one object, each on its line; texts of several lines keep them, indented.
    static func record(_ value: JSONValue) -> [String] {
        let members = value.members ?? [("value", value)]
        let width = members.map { TextWidth.of(SafeText.visible($0.0)) }.max() ?? 0
        return members.flatMap { name, value in
            if let rows = value.elements, !rows.isEmpty, rows.allSatisfy({ $0.members != nil }) {
                let room = Terminal.columns.map { max($0 - 2, 20) }
                return [Terminal.bold(SafeText.visible(name))] + Table(rows: rows).lines(columns: room).map { "  " + $0 }
            }
            let indent = "\n" + String(repeating: " ", count: width + 2)
            let text = value.text.map { SafeText.visible($0, keepsLines: true) } ?? cell(value)
            return [
                Terminal.bold(TextWidth.padded(SafeText.visible(name), to: width)) + "  "
                    + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: indent)
            ]
        }
    }

    /// One value on one line, harmless to show.
    static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let flag): flag ? "yes" : "no"
        case .string(let text): SafeText.visible(text)
        case .array(let elements) where elements.allSatisfy { $0.elements == nil && $0.members == nil }:
            elements.map(cell).joined(separator: ", ")
        default: SafeText.visible(String(decoding: value.encoded(), as: UTF8.self))
        }
    }
}
