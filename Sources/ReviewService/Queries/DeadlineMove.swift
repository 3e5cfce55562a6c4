import Postgres
import ReviewModel

/// One deadline that has another date than before: an anchor moved, a year of the calendar was published, more time was given.
package struct DeadlineMove: Sendable, Equatable {
    package let obligation: ObligationID
    /// The procedure's word for it.
    package let name: String
    package let party: String
    /// As people read it, such as `2027-05-03 24:00`; nil when there was no date.
    package let from: String?
    package let to: String
    package let zone: String
    let owedBy: RoleName
    /// Whether it is an answer to a document: then nobody hears of it in the place of those who owe it, since they may not know the document.
    let isResponse: Bool
    /// Whether more time was given, of which there is a notice of its own.
    let isExtension: Bool

    /// Tells those who owe it that there is a new date.
    func tell(in review: ReviewRow, _ system: Context) async throws {
        guard !isExtension else { return }
        let accounts =
            isResponse
            ? try await Recipients.playing(owedBy, in: review, system) : try await Recipients.find(owedBy, in: review, system).accounts
        for account in accounts {
            try await Notices.post(.deadlineMoved, to: account, review: review.id, obligation: obligation, in: system)
        }
    }
}

extension DeadlineMove {
    /// A deadline as it stood.
    struct Before: Sendable {
        let id: ObligationID
        let name: String
        let dueAt: UTCInstant?
        let date: LocalDate?
        let time: String?
        let rule: String?
        let anchor: String?
        let document: DocumentID?

        static let columns: SQL = "due_at, due_local_date, due_local_time, due_rule, due_anchor"

        init(
            id: ObligationID, name: String, dueAt: UTCInstant?, date: LocalDate?, time: String?, rule: String?, anchor: String?,
            document: DocumentID? = nil
        ) {
            (self.id, self.name, self.dueAt, self.date, self.time) = (id, name, dueAt, date, time)
            (self.rule, self.anchor, self.document) = (rule, anchor, document)
        }

        /// Nil when the procedure's own obligation of that name does not exist yet.
        init?(_ review: ReviewID, _ name: ObligationName, in context: Context) async throws {
            let row = try await context.transaction.first(
                "select id, \(Self.columns) from obligation where review = \(review) and rule = \(name) and document is null",
                as: (ObligationID, UTCInstant?, LocalDate?, String?, String?, String?).self)
            guard let (id, dueAt, date, time, rule, anchor) = row else { return nil }
            self.init(id: id, name: name.rawValue, dueAt: dueAt, date: date, time: time, rule: rule, anchor: anchor)
        }

        /// Nil when the date is the same, or gone.
        func move(to deadline: Deadline?, owedBy: RoleName, in review: ReviewRow) -> DeadlineMove? {
            guard let deadline, deadline.dueAt != dueAt else { return nil }
            return DeadlineMove(
                obligation: id, name: name, party: review.party, from: date.flatMap { date in time.map { "\(date.text) \($0)" } },
                to: "\(deadline.localDate.text) \(deadline.localTime)", zone: deadline.zone, owedBy: owedBy, isResponse: document != nil,
                // The procedure never changes: with the same anchor only an extension changes the words of the rule.
                isExtension: deadline.anchor == anchor && deadline.rule != rule)
        }
    }
}
