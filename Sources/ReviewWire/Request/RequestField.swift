/// One `name=value` of a request, its value decoded.
package struct RequestField: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Whether the value can stand as a word; otherwise it is written as a JSON string.
    var isWord: Bool {
        guard let first = value.unicodeScalars.first, first != "{" else { return false }
        return value.unicodeScalars.allSatisfy { $0 != " " && $0 != "\"" && $0.properties.generalCategory != .control }
    }
}
