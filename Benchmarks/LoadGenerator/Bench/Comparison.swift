import Foundation

/// The daemon under one kind of load, and pgbench with the same statements on the same database, in turns.
struct Comparison {
    /// What one turn of all three measured.
    struct Turn: CustomStringConvertible {
        let report: Report
        let daemonCPUSeconds: Double
        let databaseCPUSeconds: Double
        /// Transactions a second: one statement after the other, and without waiting for each answer.
        let plain: Double
        let pipelined: Double

        var ratio: Double { report.rate / plain }
        var description: String {
            "reviewd \(Int(report.rate))/s, pgbench \(Int(plain))/s, pipelined \(Int(pipelined))/s, ratio \((ratio * 100).rounded() / 100)"
        }
    }

    let daemon: Daemon
    let tools: DatabaseTools
    let peer: PeerScript
    let load: ClosedLoop
    let seconds: Double

    func turn(isPeerFirst: Bool) throws -> Turn {
        func peers() throws -> (Double, Double) {
            (try tools.pgbench(script: peer.plain, seconds: seconds), try tools.pgbench(script: peer.pipelined, seconds: seconds))
        }
        let before = isPeerFirst ? try peers() : nil
        let database = { ProcessUsage.family(daemon.postmasterID).reduce(0) { $0 + ProcessUsage.cpuSeconds($1) } }
        let from = (ProcessUsage.cpuSeconds(daemon.processID), database())
        let report = try load.run(warmUpSeconds: 1, seconds: seconds)
        try report.requireAnswers()
        let to = (ProcessUsage.cpuSeconds(daemon.processID), database())
        let (plain, pipelined) = try before ?? peers()
        return Turn(
            report: report, daemonCPUSeconds: to.0 - from.0, databaseCPUSeconds: to.1 - from.1, plain: plain, pipelined: pipelined)
    }

    /// Medians over the turns.
    static func figures(_ name: String, _ turns: [Turn], limit: Double) -> [Figure] {
        func median(_ value: (Turn) -> Double) -> Double { turns.map(value).median }
        return [
            Figure(name: name, value: median(\.report.rate), unit: "requests/s", limit: limit, ratio: median(\.ratio)),
            Figure(name: "\(name), p50", value: median { $0.report.milliseconds(0.5) }, unit: "ms"),
            Figure(name: "\(name), p99", value: median { $0.report.milliseconds(0.99) }, unit: "ms"),
            Figure(
                name: "\(name), CPU of reviewd", value: median { $0.daemonCPUSeconds * 1000 / Double($0.report.answeredInAll) },
                unit: "s/1,000 requests"),
            Figure(
                name: "\(name), CPU of PostgreSQL", value: median { $0.databaseCPUSeconds * 1000 / Double($0.report.answeredInAll) },
                unit: "s/1,000 requests"),
            Figure(name: "\(name), pgbench", value: median(\.plain), unit: "transactions/s"),
            Figure(
                name: "\(name), pgbench pipelined", value: median(\.pipelined), unit: "transactions/s",
                ratio: median { $0.report.rate / $0.pipelined }),
        ]
    }
}

extension [Double] {
    /// The middle value; of an even number the mean of the two in the middle.
    var median: Double {
        let sorted = sorted()
        guard let last = sorted.indices.last else { return 0 }
        return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
    }
}
