import Foundation
import ReviewClient

/// Keeps a number of requests under way on each connection: an answer makes room for the next request.
struct ClosedLoop {
    let address: ServerAddress
    let tokens: [String]
    let connections: Int
    let inFlight: Int
    let workload: Workload

    func run(warmUpSeconds: Double, seconds: Double) throws -> Report {
        var poller = Poller()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        let crowd = try (0..<connections).map { _ in try LeanConnection(address, inFlight: inFlight) }
        for (index, connection) in crowd.enumerated() {
            poller.add(connection.socket.descriptor)
            try Login.run(connection, token: tokens[index % tokens.count], buffer)
        }
        var workload = workload
        var report = Report()
        report.reserve(seconds: seconds)
        let start = Clock.nanoseconds
        let measureFrom = start + UInt64(warmUpSeconds * 1e9)
        let end = measureFrom + UInt64(seconds * 1e9)
        for (index, connection) in crowd.enumerated() {
            for _ in 0..<inFlight { connection.queue { workload.append(to: &$0) } }
            poller.setWrites(index, try !connection.flush())
        }
        var underWay = connections * inFlight
        var cpuFrom = Report.cpuSeconds
        var isMeasuring = false
        while underWay > 0, Clock.nanoseconds < end + 10_000_000_000 {
            if !isMeasuring, Clock.nanoseconds >= measureFrom {
                isMeasuring = true
                cpuFrom = Report.cpuSeconds
            }
            try poller.wait(milliseconds: 100)
            for (index, connection) in crowd.enumerated() where poller.isReady(index) {
                var answers = 0
                _ = try connection.receive(into: buffer) { nanoseconds in
                    answers += 1
                    report.answeredInAll += 1
                    let now = Clock.nanoseconds
                    if now >= measureFrom, now < end { report.add(nanoseconds) }
                }
                if Clock.nanoseconds < end {
                    for _ in 0..<answers { connection.queue { workload.append(to: &$0) } }
                } else {
                    underWay -= answers
                }
                poller.setWrites(index, try !connection.flush())
            }
        }
        report.seconds = seconds
        report.clientCPUSeconds = Report.cpuSeconds - cpuFrom
        report.refusals = crowd.reduce(0) { $0 + $1.refusals }
        report.firstRefusal = crowd.lazy.compactMap(\.firstRefusal).first
        report.unanswered = underWay
        for connection in crowd { close(connection.socket.descriptor) }
        return report
    }
}

/// Greeting and token login on a lean connection.
enum Login {
    /// Throws when the server refuses.
    static func run(_ connection: LeanConnection, token: String, _ buffer: UnsafeMutableRawBufferPointer) throws {
        connection.expect()
        try settle(connection, buffer)
        connection.queue { $0.append(contentsOf: "auth mech=token data=\(token)\n".utf8) }
        _ = try connection.flush()
        try settle(connection, buffer)
        if let refusal = connection.firstRefusal { throw SocketError(text: "the login was refused: \(refusal)") }
    }

    private static func settle(_ connection: LeanConnection, _ buffer: UnsafeMutableRawBufferPointer) throws {
        var ready = pollfd(fd: connection.socket.descriptor, events: Int16(POLLIN), revents: 0)
        while connection.underWay > 0 {
            guard poll(&ready, 1, 10_000) > 0 else { throw SocketError(text: "the server is silent during login") }
            _ = try connection.receive(into: buffer) { _ in }
        }
    }
}
