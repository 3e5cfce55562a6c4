/// What a document is in a procedure; procedures name these words in `owes` and `windows`.
package enum DocumentKind: String, CaseIterable, Sendable {
    case selfAssessment = "self-assessment"
    case evidence
    case deskReview = "desk-review"
    case visitReport = "visit-report"
    case draftReport = "draft-report"
    case comments
    case listOfIssues = "list-of-issues"
    case dialogueRecord = "dialogue-record"
    case report, decision, position
    case progressReport = "progress-report"
    case followUpReport = "follow-up-report"
    case contribution, response
}
