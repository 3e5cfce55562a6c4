import Postgres
import ReviewModel
import ReviewService
import Support
import Testing

/// The record and the notices as streams: in the order of the transactions, whose numbers are numbers.
@Suite struct FeedTests {
    @Test func `transaction 9 comes before transaction 10, and the end is the last of all`() async throws {
        try await PeopledService.with { house in
            let account = try #require(try house.actor("focal").account)
            try await house.administer(
                """
                insert into event (transaction, at, name, review, subject) values
                    ('10', '2026-11-02', 'anchor.recorded', '\(house.review)', 'ten'),
                    ('9', '2026-11-02', 'anchor.recorded', '\(house.review)', 'nine'), ('99', '2026-11-02', 'anchor.recorded', null, 'x');
                insert into notice (id, transaction, account, kind, created_at) values
                    ('K-0000000010', '10', '\(account)', 'alarm', '2026-11-02'), ('K-0000000009', '9', '\(account)', 'alarm', '2026-11-02'),
                    ('K-0000000099', '99', '\(account)', 'alarm', '2026-11-02'), ('K-0000000100', '100', '\(account)', 'alarm', '2026-11-02')
                """)
            try await house.settle()
            let pool = house.service.pool
            let events = try await EventFeed.after(
                .start, review: try #require(ReviewID(house.review)), actor: .public, pool: pool, limit: 2)
            #expect(events.map(\.id) == ["nine", "ten"])
            #expect(try await EventFeed.head(pool: pool).transaction > 100)
            let changes = try await EventFeed.changes(after: .start, pool: pool)
            #expect(changes.head == (try await EventFeed.head(pool: pool)))
            let notices = try await NoticeFeed.after(.start, actor: try house.actor("focal"), pool: pool, limit: 10)
            #expect(notices.map(\.cursor.transaction) == [9, 10, 99, 100])
            #expect(try await NoticeFeed.head(pool: pool).transaction == 100)
        }
    }
}
