/// How a party stands to the review in question.
package enum PartyRelation: String, CaseIterable, Sendable {
    case underReview = "under-review"
    case reviewing
    case other
}

/// Someone as a procedure sees them in one review: their functions, their organisation's class, and how their party stands to it.
package struct Participant: Equatable, Sendable {
    package let functions: Set<Function>
    /// Nil for who has no organisation, or one whose class does not count, such as a CSO that is not accredited.
    package let organisation: OrganisationClass?
    package let party: PartyRelation

    package init(functions: Set<Function>, organisation: OrganisationClass?, party: PartyRelation = .other) {
        (self.functions, self.organisation, self.party) = (functions, organisation, party)
    }
}

/// One entry of `roles:`, which says who is meant when the procedure names it in `by`, `from` or `to`.
package struct ProcedureRole: Equatable, Sendable {
    /// Holders of any of these functions in the review are meant.
    package let functions: Set<Function>
    /// Accounts of organisations of any of these classes are meant; CSOs and NHRIs only while accredited.
    package let classes: Set<OrganisationClass>
    /// Nobody is meant whose party does not stand so to the review.
    package let party: PartyRelation?

    package init(functions: Set<Function> = [], classes: Set<OrganisationClass> = [], party: PartyRelation? = nil) {
        (self.functions, self.classes, self.party) = (functions, classes, party)
    }

    package func admits(_ participant: Participant) -> Bool {
        guard party == nil || party == participant.party else { return false }
        return !functions.isDisjoint(with: participant.functions) || participant.organisation.map(classes.contains) ?? false
    }
}

/// One entry of `events:`: something that is recorded during a review, by whom.
package struct ProcedureEvent: Equatable, Sendable {
    package let by: RoleName
    package let title: LocalizedText?
    /// Whether people come together then, so that it stands in the calendars of those who take part.
    package let isSession: Bool
}
