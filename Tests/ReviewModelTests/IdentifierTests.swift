import ReviewModel
import Testing

@Suite struct IdentifierTests {
    @Test func `an identifier reads back what it writes, in lower case too`() {
        for _ in 0..<1_000 {
            let id = ReviewID.random()
            #expect(ReviewID(id.rawValue) == id)
            #expect(ReviewID(id.rawValue.lowercased()) == id)
        }
    }

    @Test func `letters that look like digits are read as the digits`() {
        #expect(ReviewID("R-4KT9M2QX7o")?.rawValue == "R-4KT9M2QX70")
        #expect(ReviewID("r-4ktOlI2qxc")?.rawValue == "R-4KT0112QXC")
    }

    @Test(arguments: [
        "", "R", "R-", "D-4KT9M2QX7C", "R4KT9M2QX7C", "R-4KT9M2QX7U", "R-4KT9M2QX7", "R-4KT9M2QX7CC", "R-4KT9M2QX7é", " R-4KT9M2QX7C",
    ])
    func `what is not an identifier of the kind is refused`(text: String) {
        #expect(ReviewID(text) == nil)
    }

    @Test func `every kind has a prefix of its own`() {
        let prefixes = [
            ReviewID.random().rawValue, DocumentID.random().rawValue, ObligationID.random().rawValue, NominationID.random().rawValue,
            ConflictID.random().rawValue, AccountID.random().rawValue, AccreditationID.random().rawValue, ObjectionID.random().rawValue,
            UploadID.random().rawValue, InvitationID.random().rawValue, TokenID.random().rawValue, CycleID.random().rawValue,
        ].map(\.first)
        #expect(Set(prefixes).count == prefixes.count)
    }

    @Test func `identifiers are not counted up`() {
        let texts = Set((0..<10_000).map { _ in DocumentID.random().rawValue })
        #expect(texts.count == 10_000)
        #expect(Set(texts.map { $0.dropFirst(2).first }).count == 32)
    }
}
