import Postgres
import ReviewClient
import ReviewWire
import Support

/// A database in which much is due at `moment`, as a template for many: four reviews with alarms that were missed, some lost and some stale,
/// an answer that nobody gave, people who want a digest or a quiet night, and a system to be called.
struct DueScene {
    /// Seven months after the rehearsal began, far from every alarm, so that it does not matter how long a test takes.
    static let moment = "2027-07-10T00:00:00Z"
    /// When every quiet night is over, and every digest gathered.
    static let morning = "2027-07-11T12:00:00Z"

    /// The name of the template, made once.
    static var template: String {
        get async throws { try await made.value }
    }

    /// What one pair of daemons does in a copy when nobody disturbs it, and in how many statements.
    static var undisturbed: (effects: Effects, statements: [Worker.Duty: Int]) {
        get async throws { try await played.value }
    }

    private static let made = Task { try await make() }
    private static let played = Task {
        try await TimeHouse.with(copyOf: try await template) { house in
            var lives = Lives(house)
            try await lives.run()
            return (effects: try await Effects(house.owner), statements: lives.statements)
        }
    }

    private static func make() async throws -> String {
        let installation = try await TestHouse.with { house in
            try await prepare(house)
            return house.installation
        }
        let connection = try await Connection.open(installation.superuser.with(database: installation.database))
        // As no verb does: what the reconciler has to heal.
        _ = try await connection.flight([
            "delete from reviewd.alarm where state = 'pending' and id % 5 = 0",
            "update reviewd.obligation set deadline_version = deadline_version + 1 where rule = 'reviewers'",
        ])
        await connection.close()
        return installation.database
    }

    private static func prepare(_ house: TestHouse) async throws {
        let (review, cycle) = (house.bindings["review"]?.text ?? "", house.bindings["cycle"]?.text ?? "")
        try await say(house, "head", parties.map { "review.open cycle=\(cycle) party=\($0) starts_on=2026-11-02" })
        try await say(
            house, "ngo", ["document.submit review=\(review) kind=contribution lang=en title=\"What we saw\""], body: "We saw it.")
        try await say(house, "focal", ["notice.preferences if=1 digest=yes"])
        try await say(house, "officer", ["notice.preferences if=1 quiet=22:00-07:00"])
        try await say(house, "lead", ["webhook.make url=https://system.example/hook"])
        let officer = try await house.connect(as: "officer")
        let version =
            try await officer.send(Request.reading("review.show review=\(review)", body: nil)).orThrow().result["ver"]?.integer ?? 0
        await officer.close()
        try await say(house, "officer", ["review.advance review=\(review) if=\(version)"])
    }

    private static let parties = ["RWA", "ZMB", "NGA"]

    private static func say(_ house: TestHouse, _ login: String, _ lines: [String], body: String? = nil) async throws {
        let connection = try await house.connect(as: login)
        for line in lines { try await connection.send(Request.reading(line, body: body)).orThrow() }
        await connection.close()
    }
}
