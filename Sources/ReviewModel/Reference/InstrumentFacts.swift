/// What an instrument says of itself: a row of `config/reference/instruments.tsv`.
package struct InstrumentFacts: Equatable, Sendable {
    package let instrument: Instrument
    package let title: String
    /// The convention of which it is a protocol; leaving that one is leaving this one too.
    package let supplements: Instrument?
    package let inForceOn: LocalDate
    /// How long after its deposit a party is bound; nil where the instrument has another rule.
    package let boundAfter: DateOffset?
    /// How long after its notification a denunciation takes effect; nil where the instrument has another rule.
    package let denouncedAfter: DateOffset?

    /// The first day on which a party that deposited then is bound: the later of that many days after the deposit and the
    /// instrument's own entry into force (UNTOC article 38, DOMAIN §2). Nil where the instrument has another rule.
    package func boundOn(depositedOn: LocalDate) -> LocalDate? { boundAfter.map { max(depositedOn.adding($0), inForceOn) } }
}

/// An article of an instrument.
package struct ArticleFacts: Equatable, Sendable {
    package let instrument: Instrument
    package let article: Int
    package let title: String
}

/// A section of principles or a guideline of the OHCHR Principles and Guidelines (2002), by which impact is judged.
package struct GuidelineFacts: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case principles, guideline
    }

    package let kind: Kind
    /// `4-6` for a section of principles, `8` for a guideline.
    package let number: String
    package let title: String
    package let isVerified: Bool
}
