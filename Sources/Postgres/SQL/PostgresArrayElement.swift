/// A type whose arrays PostgreSQL stores: `[UInt8]` is a `bytea`, every other one an array such as `text[]`.
package protocol PostgresArrayElement: Sendable {
    static func postgresParameter(of array: [Self]) -> SQLParameter
    static func array(postgresText: String) throws -> [Self]
}

extension Array: PostgresValue where Element: PostgresArrayElement {
    package var postgresParameter: SQLParameter { Element.postgresParameter(of: self) }

    package init(postgresText text: String?) throws {
        guard let text else { throw ColumnError(text: nil, type: "\(Self.self)") }
        self = try Element.array(postgresText: text)
    }
}

extension PostgresArrayElement where Self: PostgresValue {
    package static func postgresParameter(of array: [Self]) -> SQLParameter {
        var literal = "{"
        for (index, element) in array.enumerated() {
            if index > 0 { literal += "," }
            guard case .text(let text?) = element.postgresParameter else {
                literal += "NULL"
                continue
            }
            literal += "\""
            for scalar in text.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { literal += "\\" }
                literal.unicodeScalars.append(scalar)
            }
            literal += "\""
        }
        return .text(literal + "}")
    }

    package static func array(postgresText text: String) throws -> [Self] {
        try arrayElements(of: text).map { try Self(postgresText: $0) }
    }
}

extension String: PostgresArrayElement {}
extension Int: PostgresArrayElement {}
extension Int64: PostgresArrayElement {}

extension UInt8: PostgresArrayElement {
    package static func postgresParameter(of array: [UInt8]) -> SQLParameter { .bytes(array) }

    package static func array(postgresText text: String) throws -> [UInt8] {
        let digits = text.utf8.dropFirst(2)
        guard text.hasPrefix("\\x"), digits.count.isMultiple(of: 2) else { throw ColumnError(text: text, type: "[UInt8]") }
        var octets: [UInt8] = []
        octets.reserveCapacity(digits.count / 2)
        var high: UInt8?
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init) else {
                throw ColumnError(text: text, type: "[UInt8]")
            }
            if let first = high {
                octets.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return octets
    }
}

/// The elements of a one-dimensional array literal as PostgreSQL writes it; an unquoted NULL is `nil`.
private func arrayElements(of literal: String) throws -> [String?] {
    let fault = ColumnError(text: literal, type: "array")
    let scalars = Array(literal.unicodeScalars)
    guard scalars.count >= 2, scalars.first == "{", scalars.last == "}" else { throw fault }
    if scalars.count == 2 { return [] }
    var elements: [String?] = []
    var position = 1
    repeat {
        var element = ""
        let isQuoted = scalars[position] == "\""
        if isQuoted { position += 1 }
        while position < scalars.count - 1, isQuoted ? scalars[position] != "\"" : scalars[position] != "," {
            guard scalars[position] != "{" || isQuoted else { throw fault }
            if scalars[position] == "\\" { position += 1 }
            element.unicodeScalars.append(scalars[position])
            position += 1
        }
        if isQuoted {
            guard position < scalars.count - 1 else { throw fault }
            position += 1
        }
        elements.append(!isQuoted && element == "NULL" ? nil : element)
        guard position == scalars.count - 1 || scalars[position] == "," else { throw fault }
        position += 1
    } while position < scalars.count
    return elements
}
