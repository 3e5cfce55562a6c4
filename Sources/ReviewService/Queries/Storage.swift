import Postgres
import ReviewModel
import ReviewWire

/// What an organisation has stored altogether: uploads from their opening on, and the texts of every version.
enum Storage {
    /// Counts octets that come, or with a minus those that go; 461 when they are too many, at the next round trip.
    static func count(_ octets: Int, in context: Context) throws {
        context.transaction.queue(
            "select count_octets(\(try context.organisation), \(octets), \(context.service.limits.organisationBytesMax))")
    }
}
