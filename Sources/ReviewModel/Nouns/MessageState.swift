/// How far a message of the outbox has come; `dead` was refused for good or tried too often, `dropped` needs nobody any more.
package enum MessageState: String, CaseIterable, Sendable {
    case pending, sent, dead, dropped
}
