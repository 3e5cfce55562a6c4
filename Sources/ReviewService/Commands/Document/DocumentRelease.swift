import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentRelease = Command(
        "document.release", "End the withholding of a document: it becomes public if its stage has made its kind public.",
        roles: [.secretariat],
        arguments: Argument<DocumentID>("document", "which"), Argument<Version>("if", "its ver")
    ) { context, document, version in
        let review = try await context.review(of: document)
        try await Translations.lockFamily(of: document, in: context)
        let row = try await context.document(document)
        try await context.standing(in: review).require(.officer)
        try context.require(version, is: row.ver)
        try context.require(row, in: .withheld)
        try context.requireNoResponse(row)
        try await Withholding.requireOriginalIsFree(document, in: context)
        try await Withholding.end(document, of: review, in: context)
        try await Progress.run(review, in: context)
        let stood = try await context.stand(of: document)
        return .done([
            "id": .string(document.description), "ver": .int(Int64(stood.ver)), "state": .string(stood.state.rawValue),
            "audience": .string(stood.audience.word),
        ])
    }
}
