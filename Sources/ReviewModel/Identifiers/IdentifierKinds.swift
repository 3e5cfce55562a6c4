/// The nouns that have identifiers, each with its prefix.
package enum IdentifierKinds {
    package enum Review: IdentifierKind { package static let prefix = "R" }
    package enum Document: IdentifierKind { package static let prefix = "D" }
    package enum Obligation: IdentifierKind { package static let prefix = "B" }
    package enum Nomination: IdentifierKind { package static let prefix = "N" }
    package enum Conflict: IdentifierKind { package static let prefix = "C" }
    package enum Account: IdentifierKind { package static let prefix = "P" }
    package enum Accreditation: IdentifierKind { package static let prefix = "A" }
    package enum Objection: IdentifierKind { package static let prefix = "J" }
    package enum Upload: IdentifierKind { package static let prefix = "U" }
    package enum Invitation: IdentifierKind { package static let prefix = "V" }
    package enum Token: IdentifierKind { package static let prefix = "T" }
    package enum Cycle: IdentifierKind { package static let prefix = "Y" }
    package enum Extension: IdentifierKind { package static let prefix = "X" }
    package enum Notice: IdentifierKind { package static let prefix = "K" }
    package enum Message: IdentifierKind { package static let prefix = "M" }
    package enum Webhook: IdentifierKind { package static let prefix = "W" }
}

/// Names one party in one cycle.
package typealias ReviewID = Identifier<IdentifierKinds.Review>
/// Names a document with all its versions.
package typealias DocumentID = Identifier<IdentifierKinds.Document>
/// Names what someone owes in one review.
package typealias ObligationID = Identifier<IdentifierKinds.Obligation>
/// Names a function held in a review.
package typealias NominationID = Identifier<IdentifierKinds.Nomination>
/// Names a declared conflict of interest.
package typealias ConflictID = Identifier<IdentifierKinds.Conflict>
/// Names one person's login.
package typealias AccountID = Identifier<IdentifierKinds.Account>
/// Names an organisation's admission.
package typealias AccreditationID = Identifier<IdentifierKinds.Accreditation>
/// Names an objection to an accreditation.
package typealias ObjectionID = Identifier<IdentifierKinds.Objection>
/// Names an upload under way.
package typealias UploadID = Identifier<IdentifierKinds.Upload>
/// Names an invitation to make an account.
package typealias InvitationID = Identifier<IdentifierKinds.Invitation>
/// Names a bearer token.
package typealias TokenID = Identifier<IdentifierKinds.Token>
/// Names a round of reviews.
package typealias CycleID = Identifier<IdentifierKinds.Cycle>
/// Names a request for more time.
package typealias ExtensionID = Identifier<IdentifierKinds.Extension>
/// Names one thing that one person is told.
package typealias NoticeID = Identifier<IdentifierKinds.Notice>
/// Names one message of the outbox.
package typealias MessageID = Identifier<IdentifierKinds.Message>
/// Names an address of an institution's own system.
package typealias WebhookID = Identifier<IdentifierKinds.Webhook>
