/// What a person may be told; each has a template in every language (config/templates).
package enum NoticeKind: String, CaseIterable, Sendable {
    case reminder
    case dueToday = "due-today"
    case overdue
    case missed
    case escalation
    case extensionRequested = "extension-requested"
    case extensionGranted = "extension-granted"
    case extensionRefused = "extension-refused"
    case waived
    case deadlineMoved = "deadline-moved"
    case handedOver = "handed-over"
    case stageEntered = "stage-entered"
    case reviewCancelled = "review-cancelled"
    case responseOwed = "response-owed"
    /// A function in a review, as of an expert or a focal point, is held until a day that comes near, or has come.
    case functionEnding = "function-ending"
    case functionEnded = "function-ended"
    case accreditationEnding = "accreditation-ending"
    case accreditationEnded = "accreditation-ended"
    /// Somebody made an invitation into one's organisation, or to a new password of one's account.
    case wayIn = "way-in"
    /// To those who run the installation: the clock is held, a job did not run, a cap was reached.
    case alarm
    /// The message that gathers several notices.
    case digest
}
