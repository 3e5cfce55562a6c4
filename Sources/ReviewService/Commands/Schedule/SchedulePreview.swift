import Postgres
import ReviewModel
import ReviewWire

extension Command {
    private static let previewRowsMax = 1000

    static let schedulePreview = Command.read(
        "schedule.preview", "What would be told until then, to whom, if nothing is delivered; nothing is sent.", roles: [.secretariat],
        arguments: Argument<Instant>("to"), Argument<ReviewID?>("review")
    ) { reader, end, review in
        try end.requirePlausible("to")
        if let review { _ = try await reader.review(review) }
        let isWanted: SQL = review.map { "r.id = \($0)" } ?? "true"
        let open = try await reader.tables("select r.id from review r where r.state = 'open' and \(isWanted) order by r.id")[0]
        var tellings: [Preview.Telling] = []
        for id in try open.rows(as: ReviewID.self) { tellings += try await Preview.of(id, until: end, reader) }
        let isCut = tellings.count > previewRowsMax
        let reply = Reply.rows(tellings.sorted { ($0.at, $0.review) < ($1.at, $1.review) }.prefix(previewRowsMax).map(\.json))
        return isCut ? reply.adding("more", true) : reply
    }
}
