/// Every job of the daemon, in the order in which those that are due together run.
package enum JobTable {
    package static let all: [Job] = [.reconcile, .followUp, .fire, .functionEnds, .accreditationEnds, .expiry, .selfCheck]

    package static func job(_ name: String) -> Job? { all.first { $0.name == name } }
}
