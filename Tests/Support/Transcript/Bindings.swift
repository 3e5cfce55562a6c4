import ReviewWire

/// The `$names` of a conversation: captured where they are first expected, compared and filled in afterwards.
package struct Bindings: Sendable {
    package var values: [String: JSONValue]

    package init(_ values: [String: JSONValue] = [:]) { self.values = values }

    /// Text with every known `$name` replaced by its value.
    package func fill(_ text: String) -> String {
        var filled = text
        for (name, value) in values.sorted(by: { $0.key.count > $1.key.count }) {
            filled = filled.replacing("$" + name, with: value.text ?? value.integer.map(String.init) ?? "")
        }
        return filled
    }

    /// Whether `actual` has all that `expected` says; `"*"` matches anything, `"$name"` captures or compares, `"-"` means absent.
    package mutating func match(_ expected: JSONValue, _ actual: JSONValue?) -> Bool {
        switch expected {
        case .string("*"): return actual != nil
        case .string("-"): return actual == nil || actual == .null
        case .string(let text) where text.hasPrefix("$"): return capture(String(text.dropFirst()), actual)
        case .object(let members):
            guard case .object = actual else { return false }
            for (name, value) in members where !match(value, actual?[name]) { return false }
            return true
        case .array(let elements):
            guard let others = actual?.elements, others.count == elements.count else { return false }
            for (one, other) in zip(elements, others) where !match(one, other) { return false }
            return true
        default: return expected == actual
        }
    }

    private mutating func capture(_ name: String, _ actual: JSONValue?) -> Bool {
        guard let actual else { return false }
        if let known = values[name] { return known == actual }
        values[name] = actual
        return true
    }
}
