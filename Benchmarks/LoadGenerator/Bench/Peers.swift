import Foundation
import ReviewClient
import ReviewWire

/// What pgbench is to run: the statements of one read and one write, as the database's own log has them.
struct Peers {
    let read: PeerScript
    let write: PeerScript

    /// Has the database log every statement of the daemon's for the time of three requests.
    static func listen(_ daemon: Daemon, _ subject: Subject) async throws -> Peers {
        let tools = try DatabaseTools(socketFolder: daemon.socketFolder)
        try tools.administer("alter system set log_line_prefix = '\(StatementLog.prefix)'")
        try tools.administer("alter role reviewd set log_statement = 'all'")
        try restart(daemon)
        let connection = try await ReviewConnection.connect(to: daemon.address)
        try await connection.logIn(token: subject.token)
        let read = try await statements(daemon, subject) {
            _ = try await connection.send(subject.list).orThrow()
        }
        let keys = ["bench-peer-contribution-1", "bench-peer-contribution-2"]
        let first = try await statements(daemon, subject) { try await subject.submit(connection, to: Subject.reviews[0], key: keys[0]) }
        let second = try await statements(daemon, subject) { try await subject.submit(connection, to: Subject.reviews[1], key: keys[1]) }
        await connection.quit()
        try tools.administer("alter role reviewd reset log_statement")
        try tools.administer("alter system reset log_line_prefix")
        try restart(daemon)
        guard !read.isEmpty, first.count > 2, first.map(\.text) == second.map(\.text) else {
            throw SocketError(text: "the database's log does not show the daemon's statements")
        }
        return Peers(
            read: PeerScript(statements: read, again: read),
            write: PeerScript(
                statements: first, again: second, keys: keys, opening: "\\set review random(1, \(Subject.reviews.count))\n",
                // One of the filled reviews, which take turns.
                expression: { $0.hasPrefix("R-") ? "'R-' || lpad(:review::text, 10, '0')" : nil }))
    }

    /// A login's settings reach connections that are opened afterwards.
    private static func restart(_ daemon: Daemon) throws {
        daemon.stop()
        try daemon.start()
    }

    private static func statements(
        _ daemon: Daemon, _ subject: Subject, _ request: () async throws -> Void
    ) async throws -> [StatementLog.Statement] {
        let before = try Data(contentsOf: URL(fileURLWithPath: daemon.serverLog)).count
        try await request()
        let log = try Data(contentsOf: URL(fileURLWithPath: daemon.serverLog)).dropFirst(before)
        return StatementLog(String(decoding: log, as: UTF8.self)).work(for: subject.account)
    }
}
