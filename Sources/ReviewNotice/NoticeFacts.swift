import ReviewModel

/// All that a message may say of one notice: which review, which obligation, which date; there is no room for content.
package struct NoticeFacts: Sendable {
    package let id: String
    package let kind: NoticeKind
    package let review: String?
    package let party: String?
    /// The procedure in whose words the obligation and the stage are told, such as `appeal-1`.
    package let procedure: String?
    package let obligation: String?
    package let stage: String?
    package let rule: String?
    package let dueAt: UTCInstant?

    package init(
        id: String, kind: NoticeKind, review: String?, party: String?, procedure: String? = nil, obligation: String?, stage: String?,
        rule: String?, dueAt: UTCInstant?
    ) {
        (self.id, self.kind, self.review, self.party, self.procedure) = (id, kind, review, party, procedure)
        (self.obligation, self.stage, self.rule, self.dueAt) = (obligation, stage, rule, dueAt)
    }
}
