import Crypto
import Postgres
import ReviewModel
import ReviewWire

/// A text that was checked when it came in, so that what the database holds of it is taken as it is.
package protocol Word: ArgumentValue, PostgresValue {
    var text: String { get }
    init(known text: String)
}

extension Word {
    package var postgresParameter: SQLParameter { .text(text) }

    package init(postgresText: String?) throws { self.init(known: try String(postgresText: postgresText)) }
}

/// Text of a bounded length, without controls other than tab and new line.
package struct BoundedText<Bound: TextBound>: Word {
    package let text: String

    package static var expectation: String { "text of 1 to \(Bound.charactersMax) characters" }

    package init?(argument: String) {
        guard !argument.isEmpty, argument.unicodeScalars.count <= Bound.charactersMax,
            argument.unicodeScalars.allSatisfy({ $0 == "\n" || $0 == "\t" || !isDeceptive($0) }),
            argument.unicodeScalars.contains(where: { !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint })
        else { return nil }
        text = argument
    }

    package init(known text: String) { self.text = text }
}

/// The length that a kind of text may have.
package protocol TextBound: Sendable {
    static var charactersMax: Int { get }
}

package enum ReasonBound: TextBound { package static let charactersMax = 2000 }
package enum TitleBound: TextBound { package static let charactersMax = 300 }
package enum NoteVerbaleBound: TextBound { package static let charactersMax = 200 }
package enum StatementBound: TextBound { package static let charactersMax = 20_000 }
package enum ContactBound: TextBound { package static let charactersMax = 500 }
package enum LabelBound: TextBound { package static let charactersMax = 100 }

/// Why somebody did something; stands on the record.
package typealias Reason = BoundedText<ReasonBound>
package typealias Title = BoundedText<TitleBound>
/// The reference of the diplomatic note by which a party nominates.
package typealias NoteVerbale = BoundedText<NoteVerbaleBound>
/// What an applicant says of itself.
package typealias Statement = BoundedText<StatementBound>
/// How an applicant is reached.
package typealias Contact = BoundedText<ContactBound>
package typealias Label = BoundedText<LabelBound>

/// The version of a thing that an update starts from (`if=`).
package struct Version: ArgumentValue, PostgresValue, Equatable {
    package let number: Int

    package static var expectation: String { "the version (ver) you last saw" }

    package init?(argument: String) {
        guard let number = Int(argument: argument), number > 0, number <= Int32.max else { return nil }
        self.number = number
    }

    package var postgresParameter: SQLParameter { .text(String(number)) }

    package init(postgresText: String?) throws { number = try Int(postgresText: postgresText) }
}

/// The short name of an organisation: lower-case letters, digits and hyphens.
package struct Slug: Word, Equatable {
    package let text: String

    package static var expectation: String { "a short name of 2 to 63 lower-case letters, digits and hyphens" }

    package init?(argument: String) {
        guard (2...63).contains(argument.utf8.count), argument.utf8.first != UInt8(ascii: "-"),
            argument.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        text = argument
    }

    package init(known text: String) { self.text = text }
}

/// A login name.
package struct Login: Word, Equatable {
    package let text: String

    package static var expectation: String { "a login of 2 to 63 lower-case letters, digits, dots, hyphens and underscores" }

    package init?(argument: String) {
        let first = argument.utf8.first
        guard (2...63).contains(argument.utf8.count), first != UInt8(ascii: "-"), first != UInt8(ascii: "."), first != UInt8(ascii: "_"),
            argument.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || ".-_".utf8.contains($0) })
        else { return nil }
        text = argument
    }

    package init(known text: String) { self.text = text }
}

/// A State by its ISO 3166-1 alpha-3 code, or EU.
package struct PartyCode: Word, Equatable {
    package let text: String

    package static var expectation: String { "an ISO 3166-1 alpha-3 code such as KEN, or EU" }

    package init?(argument: String) {
        let upper = argument.uppercased()
        guard upper == "EU" || (upper.utf8.count == 3 && upper.utf8.allSatisfy { (0x41...0x5A).contains($0) }) else { return nil }
        text = upper
    }

    package init(known text: String) { self.text = text }
}

/// A language by its BCP 47 tag.
package struct LanguageTag: Word, Equatable {
    package let text: String

    package static var expectation: String { "a BCP 47 language such as en or pt-BR" }

    package init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard argument.utf8.count <= 35, let first = parts.first, (2...3).contains(first.utf8.count),
            parts.allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy { isLetterOrDigit($0) } })
        else { return nil }
        text = argument
    }

    package init(known text: String) { self.text = text }
}

/// A lower-case hex SHA-256.
package struct Digest: Word, Equatable {
    package let text: String

    package static var expectation: String { "a SHA-256 of 64 lower-case hexadecimal digits" }

    package init?(argument: String) {
        guard argument.utf8.count == 64, argument.utf8.allSatisfy({ (0x61...0x66).contains($0) || (0x30...0x39).contains($0) }) else {
            return nil
        }
        text = argument
    }

    /// Of these octets.
    package init(of octets: some Sequence<UInt8>) { text = Hex.encode(SHA256.hash(data: Array(octets))) }

    package init(known text: String) { self.text = text }
}

/// Controls and marks that turn the direction of what stands beside them: they make a text read as what it is not.
func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
    [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
}

private func isLetterOrDigit(_ octet: UInt8) -> Bool {
    (0x61...0x7A).contains(octet) || (0x41...0x5A).contains(octet) || (0x30...0x39).contains(octet)
}
