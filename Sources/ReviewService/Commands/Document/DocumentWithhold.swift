import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentWithhold = Command(
        "document.withhold", "Keep a document from the public until a date, with a reason that is published in its place.",
        roles: [.secretariat],
        arguments: Argument<DocumentID>("document", "which"), Argument<Version>("if", "its ver"),
        Argument<Reason>("reason", "the reason, published"), Argument<Instant>("until", "when the withholding ends"),
        Argument<Confidentiality?>(
            "audience", "who may still see it, team or experts; when left out the team, or of a hidden source the experts")
    ) { context, document, version, reason, until, confidentiality in
        guard until > context.now else { throw Refusal(.argumentRange, "until= must lie in the future", at: "until") }
        let review = try await context.review(of: document)
        try await Translations.lockFamily(of: document, in: context)
        let row = try await context.document(document)
        try await context.standing(in: review).require(.officer)
        try context.require(version, is: row.ver)
        try context.require(row, in: .submitted, .published)
        try context.requireNoResponse(row)
        guard row.chosen == .public else {
            throw Refusal(
                .ruleAudience, "only what is or becomes public can be withheld; this is for \(row.chosen.word) by its author's choice")
        }
        // What is held back because somebody could be known by it is not left with the State by default.
        let kept = confidentiality ?? (row.isSourceHidden ? .experts : .team)
        guard kept.audience <= .team else {
            throw Refusal(.ruleAudience, "audience= is team or experts: withheld from the others is not withheld", at: "audience")
        }
        let terms = Withholding.Terms(audience: kept.audience, reason: reason, until: until)
        try await Withholding.begin(row, terms, of: review, in: context)
        try await context.record(.documentWithheld, subject: document.description, review: row.review, document: document)
        return .done(["id": .string(document.description), "ver": .int(Int64(row.ver + 1)), "state": "withheld"])
    }
}
