import ReviewWire

/// One line of the bench's table.
struct Figure {
    let name: String
    let value: Double
    let unit: String
    /// What is required: of the ratio where there is one, else of the value.
    var limit: Double?
    /// The value over that of pgbench running the same statements.
    var ratio: Double?

    var isWithinLimit: Bool {
        guard let limit else { return true }
        return ratio.map { $0 >= limit } ?? (value <= limit)
    }

    private static func rounded(_ value: Double) -> Double {
        let scale = value < 10 ? 1000.0 : 10
        return (value * scale).rounded() / scale
    }

    var json: JSONValue {
        [
            "name": .string(name), "value": .double(Self.rounded(value)), "unit": .string(unit),
            "limit": limit.map { .double($0) } ?? .null, "ratio": ratio.map { .double(Self.rounded($0)) } ?? .null,
        ]
    }

    /// The table for people: a limit is a least ratio, or a greatest value.
    static func table(_ figures: [Figure]) -> [String] {
        let heading = ["name", "value", "unit", "limit", "ratio"]
        let rows = figures.map { figure in
            [
                figure.name, "\(rounded(figure.value))", figure.unit,
                figure.limit.map { (figure.ratio == nil ? "≤ " : "≥ ") + "\($0)" } ?? "", figure.ratio.map { "\(rounded($0))" } ?? "",
            ]
        }
        let widths = heading.indices.map { column in ([heading] + rows).map { $0[column].count }.max() ?? 0 }
        return ([heading] + rows).map { row in
            row.indices.map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) }.joined(separator: "  ")
        }
    }
}
