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

    @Test func `a party has the name and the group of the day that is asked for`() throws {
        var texts = try Dictionary(uniqueKeysWithValues: ReferenceData.files.map { ($0, try ConfigFiles.text("reference/\($0)")) })
        texts["changes.tsv", default: ""] += "KEN\t2020-01-01\t\t\tnone\nKEN\t2022-01-01\tRepublic of Kenya\t\tAPG\n"
        let data = try ReferenceData(texts: texts)
        let turkey = data.names.filter { $0.party == "TUR" }
        #expect(turkey.map(\.value) == [["Turkey", "Turkey"], ["Türkiye", "Türkiye"]])
        #expect(turkey.map(\.from) == [nil, date("2022-06-01")] && turkey.map(\.until) == [date("2022-06-01"), nil])
        let groups = data.memberships.filter { $0.party == "KEN" }
        #expect(groups.map(\.value) == ["AFR", nil, "APG"])
        #expect(groups.map(\.until) == [date("2020-01-01"), date("2022-01-01"), nil])
        #expect(data.names.filter { $0.party == "KEN" }.map(\.value) == [["Kenya", "Kenya"], ["Republic of Kenya", "Kenya"]])
    }

    @Test func `who leaves is bound for a year more`() throws {
        var texts = try Dictionary(uniqueKeysWithValues: ReferenceData.files.map { ($0, try ConfigFiles.text("reference/\($0)")) })
        texts["consents.tsv"] = texts["consents.tsv"]?.replacing(/(KEN\tUNTOC\t.*?\taccession\t)/) { "\($0.output.1)2026-03-31" }
        let left = try ReferenceData(texts: texts).consents.filter { $0.denouncedOn != nil }
        #expect(left.map(\.party) == ["KEN"] && left.map(\.denouncedFrom) == [date("2027-03-31")])
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
            """
            party\tinstrument\tsigned_on\tdeposited_on\tby\tdenounced_on\tnote
            XXX\tTIP\t2000-12-12\t\t\t\t
            KEN\tTIP\t\t2004-01-01\tratification\t\t
            KEN\tSOM\t2004-01-02\t2004-01-01\tratification\t\t
            KEN\tFA\t\t2004-01-01\t\t\t
            KEN\tFAX\t\t\t\t\t
            FRA\tTIP\t2000-12-12\t\t\t2015-01-01\t
            """
        do {
            _ = try ReferenceData(texts: texts)
            Issue.record("was not refused")
        } catch let refused as ReferenceData.Refused {
            #expect(refused.problems.contains("groups.tsv: is missing"))
            let lines = refused.problems.filter { $0.hasPrefix("consents.tsv") }.map { $0.split(separator: ":")[1] }
            #expect(lines == (2...7).map { " line \($0)" })
        }
    }
}
