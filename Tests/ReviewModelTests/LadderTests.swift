import ReviewModel
import Testing

@Suite struct LadderTests {
    @Test func `a narrower clearance sees all that a wider one sees`() {
        for audience in Audience.allCases {
            for clearance in Audience.allCases {
                #expect(audience.admits(clearance: clearance) == (clearance.rawValue <= audience.rawValue))
            }
            #expect(Audience(word: audience.word) == audience)
        }
        #expect(Audience.public.admits(clearance: .public))
        #expect(!Audience.team.admits(clearance: .stakeholders))
        #expect(Audience.experts.admits(clearance: .experts))
        #expect(!Audience.experts.admits(clearance: .team))
    }

    @Test func `a contribution is opened and never narrowed`() {
        #expect(Confidentiality.experts.mayBecome(.open))
        #expect(Confidentiality.team.mayBecome(.stakeholders))
        #expect(!Confidentiality.open.mayBecome(.team))
        #expect(!Confidentiality.team.mayBecome(.team))
    }

    @Test func `an obligation is settled when nothing more is expected`() {
        #expect(ObligationState.allCases.filter { !$0.isSettled } == [.open, .missed])
        #expect(ObligationState.allCases.filter(\.isDelivered) == [.met, .late])
    }
}
