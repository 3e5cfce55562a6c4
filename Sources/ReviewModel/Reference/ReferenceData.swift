/// The facts of `config/reference`, read and checked together; a pure function of the files' texts.
package struct ReferenceData: Equatable, Sendable {
    /// What is wrong with the files, each problem as a sentence that begins with file and line.
    package struct Refused: Error, Equatable, Sendable, CustomStringConvertible {
        package let problems: [String]
        package var description: String { problems.joined(separator: "\n") }
    }

    /// The files that make up the reference data.
    package static let files = ["instruments.tsv", "groups.tsv", "parties.tsv", "consents.tsv", "articles.tsv", "guidelines.tsv"]

    package let instruments: [InstrumentFacts]
    package let groups: [RegionalGroup]
    package let parties: [PartyFacts]
    package let consents: [ConsentFacts]
    package let articles: [ArticleFacts]
    package let guidelines: [GuidelineFacts]

    /// Reads the texts by file name; throws `Refused` with everything that is wrong with any of them.
    package init(texts: [String: String]) throws {
        let reader = ReferenceReader(texts: texts)
        let instruments = reader.instruments()
        let groups = reader.groups()
        let parties = reader.parties(groups: groups)
        let consents = reader.consents(parties: parties, instruments: instruments)
        let articles = reader.articles()
        let guidelines = reader.guidelines()
        guard reader.problems.isEmpty else { throw Refused(problems: reader.problems) }
        (self.instruments, self.groups, self.parties) = (instruments, groups, parties)
        (self.consents, self.articles, self.guidelines) = (consents, articles, guidelines)
    }
}
