import Crypto
import Postgres
import ReviewModel
import ReviewNotice
import ReviewWire

extension Command {
    static let calendarExport = Command.read(
        "calendar.export", "What your roles owe, and the sessions of your reviews, as an iCalendar to subscribe to.", roles: .members,
        arguments: Argument<ReviewID?>("review", "only this review; its sessions also when you have no function in it")
    ) { reader, review in
        if let review { _ = try await reader.review(review) }
        let tables = try await reader.tables(
            "select language, moment() from account where id = \(reader.actor.account)", owed(review, reader),
            CalendarSession.query(review, reader))
        let (language, now) = try tables[0].decode(0, as: (Language, Instant).self)
        var calendar = ICalendar(stampedAt: UTCInstant(now), title: "reviewd \(reader.actor.login ?? "")")
        for row in 0..<tables[1].count { calendar.add(try entry(tables[1], row, language, reader)) }
        for row in 0..<tables[2].count { calendar.add(try CalendarSession(tables[2], row, reader).entry(language, now: UTCInstant(now))) }
        let octets = calendar.encoded()
        let digest = Hex.encode(SHA256.hash(data: octets))
        return .chunk(
            octets, head: ["at": 0],
            final: [("size", .int(Int64(octets.count))), ("sha256", .string(digest)), ("type", "text/calendar; charset=utf-8")])
    }.recordedAsExport()

    /// The next and the latest; what was waived or is void is told as cancelled.
    private static func owed(_ review: ReviewID?, _ reader: Reader) -> SQL {
        """
        select o.id, o.review, r.party, o.stage, o.rule, o.state, o.due_at, o.ver, c.procedure || '-' || c.procedure_version
        from \(ObligationRows.source)
        where o.due_at is not null and (\(review)::text is null or o.review = \(review))
            and \(Mine.condition("array[o.owed_by]", reader.service.procedures))
        order by o.due_at desc limit 1000
        """
    }

    private static func entry(_ table: Table, _ row: Int, _ language: Language, _ reader: Reader) throws -> ICalendar.Entry {
        let (id, review, party, stage, rule, state, dueAt, version, procedure) = try table.decode(
            row, as: (ObligationID, ReviewID, String, StageName, String, ObligationState, Instant, Int, String).self)
        let words = reader.service.procedures.procedures[procedure]
        let title = words?.stage(stage)?.title[language] ?? stage.rawValue
        let owed = words?.obligation(ObligationName(rule))?.title?[language] ?? rule
        return ICalendar.Entry(
            uid: "\(id).obligation.reviewd", sequence: version - 1, at: UTCInstant(dueAt), summary: "\(party): \(title) (\(owed))",
            details: "\(review), \(id)", isCancelled: state == .waived || state == .void, alarmDays: state == .open ? [7, 1] : [])
    }
}
