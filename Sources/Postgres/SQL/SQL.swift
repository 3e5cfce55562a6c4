/// A value on its way into a statement: text as PostgreSQL reads it, or octets for a `bytea`, sent in binary.
package enum SQLParameter: Sendable, Equatable {
    case text(String?)
    case bytes([UInt8])
}

/// SQL text whose interpolations become bound parameters, so that a value can never become syntax.
///
/// Literals are `StaticString`s: no text that was made at run time can be turned into a statement.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    package private(set) var text: String
    package private(set) var parameters: [SQLParameter] = []
    /// Where each `$n` starts in `text`, in UTF-8 units, so that a fragment can be renumbered without reading SQL.
    private var marks: [Int] = []

    package init(stringLiteral value: StaticString) {
        text = value.description
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Text that this module made itself, such as a quoted identifier.
    init(trusted text: String) {
        self.text = text
    }

    /// Adds `fragment` at the end; its parameters are renumbered to follow the ones that are here.
    package mutating func append(_ fragment: SQL) {
        if fragment.parameters.isEmpty {
            text += fragment.text
            return
        }
        let utf8 = fragment.text.utf8
        var copied = utf8.startIndex
        for (number, mark) in fragment.marks.enumerated() {
            let start = utf8.index(utf8.startIndex, offsetBy: mark)
            text += fragment.text[copied..<start]
            bind(fragment.parameters[number])
            copied = utf8.index(start, offsetBy: 1 + String(number + 1).utf8.count)
        }
        text += fragment.text[copied...]
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    package static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }

    private mutating func bind(_ parameter: SQLParameter) {
        marks.append(text.utf8.count)
        parameters.append(parameter)
        text += "$\(parameters.count)"
    }

    /// What the compiler fills from `"… \(value) …"`: a value becomes `$n`, a fragment is spliced.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(trusted: "")

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + interpolationCount * 3)
            sql.parameters.reserveCapacity(interpolationCount)
            sql.marks.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { sql.text += String(decoding: $0, as: UTF8.self) }
        }

        package mutating func appendInterpolation(_ value: some PostgresValue) {
            sql.bind(value.postgresParameter)
        }

        package mutating func appendInterpolation<V: PostgresValue>(_ value: V?) {
            sql.bind(value.postgresParameter)
        }

        package mutating func appendInterpolation(_ fragment: SQL) {
            sql.append(fragment)
        }
    }
}

extension Sequence where Element == SQL {
    /// The fragments in order with `separator` between them, for lists of conditions.
    package func joined(separator: SQL) -> SQL {
        var whole = SQL(trusted: "")
        for (index, fragment) in enumerated() {
            if index > 0 { whole.append(separator) }
            whole.append(fragment)
        }
        return whole
    }
}
