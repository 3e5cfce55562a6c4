import ReviewModel
import Testing

@Suite struct AnchorTests {
    @Test(arguments: [
        "review.start", "stage.visit.entered", "stage.visit.left", "obligation.questionnaire.met", "document.self-assessment.received",
        "visit.closed",
    ])
    func `an anchor is written as it is read`(text: String) {
        #expect(Anchor(text)?.description == text)
    }

    @Test(arguments: [
        "", "review", "review.end", "stage.visit", "stage..entered", "stage.visit.closed", "document.thesis.received", "obligation.x.due",
        "visit.closed.twice", "Visit.closed", "visit.", ".", "contribution.received",
    ])
    func `what is not an anchor is refused`(text: String) {
        #expect(Anchor(text) == nil)
    }
}
