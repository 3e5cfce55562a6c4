/// A regional group of the United Nations.
package struct RegionalGroup: Equatable, Sendable {
    package let code: String
    package let name: String
}

/// A State or a regional economic integration organisation that signed or joined an instrument.
package struct PartyFacts: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case state, organisation
    }

    /// ISO 3166-1 alpha-3, or `EU`.
    package let code: String
    package let kind: Kind
    /// The name by which the depositary lists it.
    package let name: String
    package let shortName: String
    /// The code of its regional group; nil for a party that belongs to none.
    package let group: String?
}

/// What is different about a party from a day on: a row of `config/reference/changes.tsv`.
package struct PartyChange: Equatable, Sendable {
    /// To which regional group it belongs from then on; `leaves` is to none.
    package enum Group: Equatable, Sendable {
        case joins(String)
        case leaves
    }

    package let party: String
    package let from: LocalDate
    /// Nil where it stayed.
    package let name: String?
    package let shortName: String?
    package let group: Group?
}

/// Something that holds for a party from a day on, or always, until the day before another, or for good.
package struct Period<Value: Equatable & Sendable>: Equatable, Sendable {
    package let party: String
    package let value: Value
    package let from: LocalDate?
    package let until: LocalDate?
}

/// One party's signature of an instrument and its deposit of a consent to be bound.
package struct ConsentFacts: Equatable, Sendable {
    /// What was deposited; a State that has not signed can only accede or succeed.
    package enum Kind: String, CaseIterable, Sendable {
        case ratification, acceptance, approval, accession, succession
    }

    package let party: String
    package let instrument: Instrument
    package let signedOn: LocalDate?
    /// Nil for a signature alone, which binds nobody.
    package let depositedOn: LocalDate?
    package let by: Kind?
    /// The first day on which the party is bound; nil when it is not, or when the instrument has another rule.
    package let boundOn: LocalDate?
    /// The day on which the depositary was told that it leaves, and the first day on which it is not bound any more.
    package let denouncedOn: LocalDate?
    package let denouncedFrom: LocalDate?
    package let note: String?
}
