import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let nominationList = Command.list(
        "nomination.list", "Who holds or held which function in a review; persons by login only where you may know them.", roles: .members,
        .ascending(.instant("nominated_at"), .text("id")),
        arguments: Argument<ReviewID?>("review"), Argument<Function?>("function"), Argument<Bool?>("mine", "only your own")
    ) { reader, review, function, mine in
        if let review { _ = try await reader.review(review) }
        var conditions: [SQL] = ["true"]
        if let review { conditions.append("n.review = \(review)") }
        if let function { conditions.append("n.function = \(function)") }
        if mine == true { conditions.append("n.account = reader_account()") }
        return """
            select n.id, n.review, n.party, a.login as account, n.organisation, n.function, to_jsonb(n.instruments) as instruments,
                n.note_verbale, lower(n.during) as "from", upper(n.during) as until, n.during @> moment() as stands,
                n.ended_because as reason, n.nominated_at, n.ver
            from nomination n left join account a on a.id = n.account where \(conditions.joined(separator: " and "))
            """
    }
}
