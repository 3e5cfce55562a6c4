import ReviewModel
import Testing

@Suite struct LadderTests {
    @Test func `the rungs stand in the order that the database compares, and each is read by its word`() {
        #expect(Audience.allCases.map(\.word) == ["own", "officer", "experts", "team", "stakeholders", "public"])
        #expect(Audience.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
        for audience in Audience.allCases { #expect(Audience(word: audience.word) == audience) }
        #expect(Confidentiality.allCases.map(\.audience) == [.public, .stakeholders, .team, .experts])
    }

    @Test func `an obligation is settled when nothing more is expected`() {
        #expect(ObligationState.allCases.filter { !$0.isSettled } == [.open, .missed])
    }
}
