/// All that the stage engine knows of one review, read in one transaction; nothing here is computed by the caller.
package struct ReviewFacts: Equatable, Sendable {
    /// A run of a stage; a stage without one is pending.
    package struct StageRun: Equatable, Sendable {
        package var enteredAt: UTCInstant
        package var leftAt: UTCInstant?

        package init(enteredAt: UTCInstant, leftAt: UTCInstant? = nil) { (self.enteredAt, self.leftAt) = (enteredAt, leftAt) }
    }

    /// An obligation that was created, with its stored deadline (nil while its anchor has not happened) and granted extensions.
    package struct Owed: Equatable, Sendable {
        package var state: ObligationState
        package var deadline: Deadline?
        package var extensions: [DateOffset]

        package init(state: ObligationState = .open, deadline: Deadline? = nil, extensions: [DateOffset] = []) {
            (self.state, self.deadline, self.extensions) = (state, deadline, extensions)
        }
    }

    /// A window that was opened; `closesAt` nil means with its stage.
    package struct WindowRun: Equatable, Sendable {
        package var openedAt: UTCInstant
        package var closesAt: UTCInstant?
        package var closedAt: UTCInstant?

        package init(openedAt: UTCInstant, closesAt: UTCInstant? = nil, closedAt: UTCInstant? = nil) {
            (self.openedAt, self.closesAt, self.closedAt) = (openedAt, closesAt, closedAt)
        }
    }

    /// Someone's word that a stage is to be left, with the reason that is recorded.
    package struct Advance: Equatable, Sendable {
        package let stage: StageName
        package let reason: String?

        package init(stage: StageName, reason: String? = nil) { (self.stage, self.reason) = (stage, reason) }
    }

    package var now: UTCInstant
    package var state: ReviewState
    /// The anchor `review.start`.
    package var startsOn: LocalDate
    package var stages: [StageName: StageRun] = [:]
    package var obligations: [ObligationName: Owed] = [:]
    package var windows: [WindowKey: WindowRun] = [:]
    /// First receipt of each kind of document, drafts not counted. What was withdrawn counts only where nothing else of the kind stands and
    /// its stage had been left: what hangs on it goes on from there.
    package var received: [DocumentKind: UTCInstant] = [:]
    /// Receipt of the document that answers an obligation, of a withdrawn one as above.
    package var deliveries: [ObligationName: UTCInstant] = [:]
    /// Obligations whose document was withdrawn, and no other came.
    package var withdrawn: Set<ObligationName> = []
    /// Since when each function is held without a gap, by whomever; a function that nobody holds is not in it.
    package var nominated: [Function: UTCInstant] = [:]
    /// When each function was left by the last of its holders, also when others have come since.
    package var vacated: [Function: UTCInstant] = [:]
    /// What was recorded of the procedure's `events:`, at the moment that it names.
    package var events: [Name<ProcedureEvent>: UTCInstant] = [:]
    /// Stages and kinds that have submitted documents which may become public and are not published; withheld ones, and
    /// contributions that their contributors keep to a narrower audience, are left out by the caller.
    package var unpublished: Set<StageDocument> = []
    package var advance: Advance?

    package init(now: UTCInstant, state: ReviewState = .open, startsOn: LocalDate) {
        (self.now, self.state, self.startsOn) = (now, state, startsOn)
    }
}

/// A window of a review.
package struct WindowKey: Hashable, Sendable {
    package let stage: StageName
    package let window: WindowName

    package init(stage: StageName, window: WindowName) { (self.stage, self.window) = (stage, window) }
}

/// The documents of one kind that were handed in during one stage.
package struct StageDocument: Hashable, Sendable {
    package let stage: StageName
    package let kind: DocumentKind

    package init(stage: StageName, kind: DocumentKind) { (self.stage, self.kind) = (stage, kind) }
}
