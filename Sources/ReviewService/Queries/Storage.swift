import Postgres
import ReviewModel
import ReviewWire

/// What an organisation of civil society, or one person of another, has stored altogether: uploads from their opening on, and the texts of
/// every version. People who do not see the same share no room, whose rest would tell when somebody wrote.
enum Storage {
    /// Counts octets that come, or with a minus those that go; 461 when they are too many, at the next round trip.
    static func count(_ octets: Int, in context: Context) throws {
        context.transaction.queue(
            """
            select count_octets(\(try context.organisation), \(try context.account), \(octets),
                \(context.service.limits.organisationBytesMax))
            """)
    }
}
