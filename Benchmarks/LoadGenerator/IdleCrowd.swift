import Foundation
import ReviewClient
import ReviewWire

/// Many logged-in connections that say nothing, and at the end one ping each.
struct IdleCrowd {
    let address: ServerAddress
    let tokens: [String]
    let count: Int

    /// Holds for so many seconds, or until standard input ends.
    func run(holdSeconds: Double?, json: Bool) throws {
        let start = Clock.nanoseconds
        let connectSeconds = try hold {
            let connectSeconds = Double(Clock.nanoseconds - start) / 1e9
            FileHandle.standardOutput.write(Data("connected \(count)\n".utf8))
            if let holdSeconds {
                var nothing = pollfd(fd: -1, events: 0, revents: 0)
                poll(&nothing, 1, Int32(holdSeconds * 1000))
            } else {
                while readLine() != nil {}
            }
            return connectSeconds
        }
        let report: JSONValue = ["connections": .int(Int64(count)), "connect_seconds": .double(connectSeconds)]
        print(json ? String(decoding: report.encoded(), as: UTF8.self) : "all still answer; they were connected in \(connectSeconds) s")
    }

    /// Connects everyone, looks at what is to be seen, and throws unless everyone still answers a ping.
    func hold<Seen>(_ look: () throws -> Seen) throws -> Seen {
        try raiseDescriptorLimit()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var crowd: [LeanConnection] = []
        defer { for connection in crowd { close(connection.socket.descriptor) } }
        for index in 0..<count {
            let connection = try LeanConnection(address, inFlight: 1)
            crowd.append(connection)
            try Login.run(connection, token: tokens[index % tokens.count], buffer)
        }
        let seen = try look()
        let lost = try crowd.filter { try !answersPing($0, buffer) }.count
        guard lost == 0 else { throw SocketError(text: "\(lost) of \(count) connections were lost") }
        return seen
    }

    private func answersPing(_ connection: LeanConnection, _ buffer: UnsafeMutableRawBufferPointer) throws -> Bool {
        connection.queue { $0.append(contentsOf: "ping\n".utf8) }
        do {
            guard try connection.flush() else { return false }
            var ready = pollfd(fd: connection.socket.descriptor, events: Int16(POLLIN), revents: 0)
            while connection.underWay > 0 {
                guard poll(&ready, 1, 10_000) > 0 else { return false }
                _ = try connection.receive(into: buffer) { _ in }
            }
            return true
        } catch is SocketError {
            return false
        }
    }

    private func raiseDescriptorLimit() throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur < rlim_t(count + 64) else { return }
        limit.rlim_cur = min(rlim_t(count + 64), limit.rlim_max)
        guard limit.rlim_cur >= rlim_t(count + 64), setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw SocketError(text: "this process may hold \(limit.rlim_max) descriptors only, too few for \(count) connections")
        }
    }
}
