import ReviewModel
import Testing

@Suite struct ReferenceDataTests {
    let data: ReferenceData

    init() throws { data = try ConfigFiles.reference() }

    @Test func `the table has its 185 parties and signatories, and the parties of each instrument`() {
        #expect(data.parties.count == 185)
        func bound(_ instrument: Instrument) -> Int { data.consents.count { $0.instrument == instrument && $0.depositedOn != nil } }
        #expect([bound(.untoc), bound(.tip), bound(.som), bound(.fa)] == [179, 159, 138, 109])
        #expect(data.articles.count == 225)
        #expect(data.guidelines.count { $0.kind == .guideline } == 11)
        #expect(data.groups.count == 5)
    }

    @Test(arguments: [Instrument.untoc, .tip, .som, .fa])
    func `what the table gives is the deposit: the fortieth lies ninety days before the entry into force`(instrument: Instrument) throws {
        let deposits = data.consents.filter { $0.instrument == instrument }.compactMap(\.depositedOn).sorted()
        let facts = try #require(data.instruments.first { $0.instrument == instrument })
        #expect(deposits[39].adding(days: 90) == facts.inForceOn)
        #expect(deposits[0] < facts.inForceOn.adding(months: -12))
    }

    @Test func `a party is bound thirty days after its deposit, and never before the instrument is in force`() throws {
        func boundOn(_ party: String, _ instrument: Instrument) -> LocalDate? {
            data.consents.first { $0.party == party && $0.instrument == instrument }?.boundOn
        }
        #expect(boundOn("MCO", .untoc) == date("2003-09-29"))
        #expect(boundOn("SWE", .tip) == date("2004-07-31"))
        #expect(boundOn("AZE", .untoc) == date("2003-11-29"))
        #expect(boundOn("RWA", .tip) == date("2003-12-25"))
        #expect(boundOn("BRB", .untoc) == nil)
        #expect(data.consents.allSatisfy { ($0.boundOn == nil) == ($0.depositedOn == nil) })
    }

    @Test func `the marks of accession, acceptance, approval and succession are read for what they are`() throws {
        func by(_ party: String, _ instrument: Instrument) -> ConsentFacts.Kind? {
            data.consents.first { $0.party == party && $0.instrument == instrument }?.by
        }
        #expect(by("KEN", .tip) == .accession)
        #expect(by("FIN", .tip) == .acceptance)
        #expect(by("EU", .untoc) == .approval)
        #expect(by("MNE", .untoc) == .succession)
        #expect(by("FRA", .untoc) == .ratification)
        #expect(by("ATG", .tip) == .accession)
        #expect(data.consents.filter { $0.note != nil }.map(\.party) == ["ATG", "BHS"])
    }

    @Test func `the European Union is an organisation, and four parties belong to no group`() {
        #expect(data.parties.filter { $0.kind == .organisation }.map(\.code) == ["EU"])
        #expect(data.parties.filter { $0.group == nil }.map(\.code) == ["COK", "EU", "NIU", "VAT"])
        #expect(data.parties.first { $0.code == "CIV" }?.name == "Côte d'Ivoire")
    }

    @Test func `nobody joins a protocol before the convention`() {
        for consent in data.consents where consent.instrument != .untoc && consent.depositedOn != nil {
            let convention = data.consents.first { $0.party == consent.party && $0.instrument == .untoc }?.boundOn
            #expect(convention.map { $0 <= consent.boundOn ?? $0 } ?? false, "\(consent.party) \(consent.instrument)")
        }
    }

    @Test func `every problem of every file is told with its line`() throws {
        var texts = try Dictionary(uniqueKeysWithValues: ReferenceData.files.map { ($0, try ConfigFiles.text("reference/\($0)")) })
        texts["groups.tsv"] = nil
        texts["consents.tsv"] =
            "party\tinstrument\tsigned_on\tdeposited_on\tby\tnote\n"
            + "XXX\tTIP\t2000-12-12\t\t\t\nKEN\tTIP\t\t2004-01-01\tratification\t\nKEN\tSOM\t2004-01-02\t2004-01-01\tratification\t\nKEN\tFA\t\t2004-01-01\t\t\nKEN\tFAX\t\t\t\t\n"
        do {
            _ = try ReferenceData(texts: texts)
            Issue.record("was not refused")
        } catch let refused as ReferenceData.Refused {
            #expect(refused.problems.contains("groups.tsv: is missing"))
            let lines = refused.problems.filter { $0.hasPrefix("consents.tsv") }.map { $0.split(separator: ":")[1] }
            #expect(lines == (2...6).map { " line \($0)" })
        }
    }
}
