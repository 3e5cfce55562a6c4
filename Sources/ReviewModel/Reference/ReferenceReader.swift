/// Reads the files of `config/reference` one by one and notes what is wrong.
final class ReferenceReader {
    private let texts: [String: String]
    private(set) var problems: [String] = []

    init(texts: [String: String]) { self.texts = texts }

    func instruments() -> [InstrumentFacts] {
        let columns = ["instrument", "title", "supplements", "in_force_on", "bound_after", "denounced_after"]
        return rows("instruments.tsv", columns, key: ["instrument"]) { row in
            InstrumentFacts(
                instrument: try row.word("instrument", Instrument.init),
                title: try row.text("title"),
                supplements: try row.optional("supplements", Instrument.init),
                inForceOn: try row.word("in_force_on") { LocalDate($0) },
                boundAfter: try row.optional("bound_after") { DateOffset($0) },
                denouncedAfter: try row.optional("denounced_after") { DateOffset($0) })
        }
    }

    func groups() -> [RegionalGroup] {
        rows("groups.tsv", ["group", "name"], key: ["group"]) { RegionalGroup(code: try $0.text("group"), name: try $0.text("name")) }
    }

    func parties(groups: [RegionalGroup]) -> [PartyFacts] {
        let codes = Set(groups.map(\.code))
        return rows("parties.tsv", ["party", "kind", "name", "short_name", "group"], key: ["party"]) { row in
            PartyFacts(
                code: try row.word("party") { Self.isPartyCode($0) ? $0 : nil },
                kind: try row.word("kind", PartyFacts.Kind.init),
                name: try row.text("name"),
                shortName: try row.text("short_name"),
                group: try row.optional("group") { codes.contains($0) ? $0 : nil })
        }
    }

    func changes(parties: [PartyFacts], groups: [RegionalGroup]) -> [PartyChange] {
        let (parties, groups) = (Set(parties.map(\.code)), Set(groups.map(\.code)))
        return rows("changes.tsv", ["party", "from", "name", "short_name", "group"], key: ["party", "from"]) { row in
            let change = PartyChange(
                party: try row.word("party") { parties.contains($0) ? $0 : nil },
                from: try row.word("from") { LocalDate($0) },
                name: try row.optional("name") { $0 },
                shortName: try row.optional("short_name") { $0 },
                group: try row.optional("group") { $0 == "none" ? PartyChange.Group.leaves : groups.contains($0) ? .joins($0) : nil })
            try row.require(change.name != nil || change.shortName != nil || change.group != nil, "changes nothing")
            return change
        }
    }

    func consents(parties: [PartyFacts], instruments: [InstrumentFacts]) -> [ConsentFacts] {
        let codes = Set(parties.map(\.code))
        let facts = Dictionary(instruments.map { ($0.instrument, $0) }, uniquingKeysWith: { first, _ in first })
        let columns = ["party", "instrument", "signed_on", "deposited_on", "by", "denounced_on", "note"]
        return rows("consents.tsv", columns, key: ["party", "instrument"]) { row in
            let instrument = try row.word("instrument", Instrument.init)
            let signedOn = try row.optional("signed_on") { LocalDate($0) }
            let depositedOn = try row.optional("deposited_on") { LocalDate($0) }
            let by = try row.optional("by", ConsentFacts.Kind.init)
            try row.require((depositedOn == nil) == (by == nil), "must give a deposit both its date and its kind")
            try row.require(signedOn != nil || depositedOn != nil, "says neither a signature nor a deposit")
            try row.require(by != .ratification || signedOn != nil, "ratifies what was not signed")
            let boundOn = depositedOn.flatMap { facts[instrument]?.boundOn(depositedOn: $0) }
            let denouncedOn = try row.optional("denounced_on") { LocalDate($0) }
            let denouncedFrom = denouncedOn.flatMap { day in facts[instrument]?.denouncedAfter.map { day.adding($0) } }
            try row.require((denouncedOn == nil) == (denouncedFrom == nil), "leaves an instrument that has no rule for it")
            if let denouncedFrom { try row.require(boundOn.map { $0 < denouncedFrom } ?? false, "leaves what it was not bound by") }
            if let signedOn, let depositedOn { try row.require(signedOn <= depositedOn, "was deposited before it was signed") }
            return ConsentFacts(
                party: try row.word("party") { codes.contains($0) ? $0 : nil },
                instrument: instrument, signedOn: signedOn, depositedOn: depositedOn, by: by,
                boundOn: boundOn, denouncedOn: denouncedOn, denouncedFrom: denouncedFrom,
                note: try row.optional("note") { $0 })
        }
    }

    func articles() -> [ArticleFacts] {
        rows("articles.tsv", ["instrument", "article", "title"], key: ["instrument", "article"]) { row in
            ArticleFacts(
                instrument: try row.word("instrument", Instrument.init),
                article: try row.word("article") { Int($0) },
                title: try row.text("title"))
        }
    }

    func guidelines() -> [GuidelineFacts] {
        rows("guidelines.tsv", ["kind", "number", "title", "verified"], key: ["kind", "number"]) { row in
            GuidelineFacts(
                kind: try row.word("kind", GuidelineFacts.Kind.init),
                number: try row.text("number"),
                title: try row.text("title"),
                isVerified: try row.word("verified") { ["yes": true, "no": false][$0] })
        }
    }

    /// An ISO 3166-1 alpha-3 code, or the two letters of an organisation that has none.
    private static func isPartyCode(_ text: String) -> Bool {
        (2...3).contains(text.utf8.count) && text.utf8.allSatisfy { (65...90).contains($0) }
    }

    private func rows<Facts>(
        _ file: String, _ columns: [String], key: [String], _ read: (TabSeparated.Row) throws -> Facts
    ) -> [Facts] {
        guard let text = texts[file] else {
            problems.append("\(file): is missing")
            return []
        }
        do {
            let table = try TabSeparated(text, columns: columns)
            var seen: Set<[String]> = []
            return table.rows.compactMap { row in
                do {
                    try row.require(seen.insert(key.map { row[$0] }).inserted, "says again what a line above says")
                    return try read(row)
                } catch {
                    problems.append("\(file): \(error)")
                    return nil
                }
            }
        } catch let refused as TabSeparatedRefused {
            problems += refused.problems.map { "\(file): \($0)" }
        } catch {
            problems.append("\(file): \(error)")
        }
        return []
    }
}

extension TabSeparated.Row {
    func require(_ condition: Bool, _ sentence: String) throws {
        if !condition { throw TabSeparatedProblem(line: line, sentence: sentence) }
    }

    /// The text of a column that must not be empty.
    func text(_ column: String) throws -> String {
        try require(!self[column].isEmpty, "has no \(column)")
        return self[column]
    }

    func word<Value>(_ column: String, _ parse: (String) -> Value?) throws -> Value {
        guard let value = parse(self[column]) else {
            throw TabSeparatedProblem(line: line, sentence: "has `\(self[column])` for \(column), which cannot be read or is not known")
        }
        return value
    }

    /// Nil for an empty column.
    func optional<Value>(_ column: String, _ parse: (String) -> Value?) throws -> Value? {
        self[column].isEmpty ? nil : try word(column, parse)
    }
}
