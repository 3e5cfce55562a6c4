/// The facts of `config/reference`, read and checked together; a pure function of the files' texts.
package struct ReferenceData: Equatable, Sendable {
    /// What is wrong with the files, each problem as a sentence that begins with file and line.
    package struct Refused: Error, Equatable, Sendable, CustomStringConvertible {
        package let problems: [String]
        package var description: String { problems.joined(separator: "\n") }
    }

    /// The files that make up the reference data.
    package static let files = [
        "instruments.tsv", "groups.tsv", "parties.tsv", "changes.tsv", "consents.tsv", "articles.tsv", "guidelines.tsv",
    ]

    package let instruments: [InstrumentFacts]
    package let groups: [RegionalGroup]
    package let parties: [PartyFacts]
    package let changes: [PartyChange]
    package let consents: [ConsentFacts]
    package let articles: [ArticleFacts]
    package let guidelines: [GuidelineFacts]

    /// Reads the texts by file name; throws `Refused` with everything that is wrong with any of them.
    package init(texts: [String: String]) throws {
        let reader = ReferenceReader(texts: texts)
        let instruments = reader.instruments()
        let groups = reader.groups()
        let parties = reader.parties(groups: groups)
        let changes = reader.changes(parties: parties, groups: groups)
        let consents = reader.consents(parties: parties, instruments: instruments)
        let articles = reader.articles()
        let guidelines = reader.guidelines()
        guard reader.problems.isEmpty else { throw Refused(problems: reader.problems) }
        (self.instruments, self.groups, self.parties, self.changes) = (instruments, groups, parties, changes)
        (self.consents, self.articles, self.guidelines) = (consents, articles, guidelines)
    }

    /// The name and short name of each party, and from when to when.
    package var names: [Period<[String]>] {
        periods(first: { [$0.name, $0.shortName] }) { change, before in
            change.name == nil && change.shortName == nil ? nil : [change.name ?? before[0], change.shortName ?? before[1]]
        }
    }

    /// The regional group of each party, and from when to when; nil where it belongs to none.
    package var memberships: [Period<String?>] {
        periods(first: { $0.group }) { change, _ -> String?? in
            switch change.group {
            case nil: nil
            case .leaves: .some(nil)
            case .joins(let group): .some(group)
            }
        }
    }

    /// What held first, and what holds after each change that is one.
    private func periods<Value: Equatable & Sendable>(first: (PartyFacts) -> Value, after: (PartyChange, Value) -> Value?) -> [Period<
        Value
    >] {
        parties.flatMap { party in
            var values: [(value: Value, from: LocalDate?)] = [(first(party), nil)]
            for change in changes.filter({ $0.party == party.code }).sorted(by: { $0.from < $1.from }) {
                if let value = after(change, values[values.count - 1].value) { values.append((value, change.from)) }
            }
            return zip(values, values.dropFirst().map(\.from) + [nil]).map {
                Period(party: party.code, value: $0.value, from: $0.from, until: $1)
            }
        }
    }
}
