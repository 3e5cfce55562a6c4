import ArgumentParser
import ReviewModel
import ReviewService

/// Tells reviewd that its database was brought back to an earlier moment.
struct Restored: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "After a restore: hold the schedule and the mail, and say what may be sent a second time.",
        discussion: "A dump that was restored is noticed without it; a return to a point in time, or to a snapshot, is not.")

    @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
    var config: String?

    func run() async throws {
        let report = try await ReviewService.Service.forOperator(config: config) { try await Restores.declare(in: $0) }
        print("The record ends at \(report.endsAt.rfc3339); what was done after that may be done again.")
        print("\(report.messages.count) messages leave, perhaps a second time, under the same Message-ID:")
        for (id, login, kinds, _) in report.messages { print("  \(id.lowercased())  \(login)  \(kinds)") }
        print("\(report.reminders.count) alarms fire, perhaps a second time, by the late policies:")
        for (at, party, rule, alarm, role, _) in report.reminders { print("  \(at.rfc3339)  \(party)  \(rule)  \(alarm)  \(role)") }
        print("Nothing of it is sent before the secretariat says schedule.release.")
    }
}
