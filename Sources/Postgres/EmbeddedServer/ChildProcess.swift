import Foundation

/// A program run to its end. Foundation's `Process` cannot serve: it waits for a socket that a server which the program
/// leaves running has inherited, and so for ever.
package enum ChildProcess {
    /// Exit status (128 and the signal's number when killed) and what was written to both outputs. Blocks its thread.
    static func run(_ words: [String], _ environment: [String]) throws -> (status: Int32, output: String) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ServerFailure("no pipe: \(String(cString: strerror(errno)))") }
        defer { close(ends[0]) }
        let child: pid_t
        do {
            defer { close(ends[1]) }
            child = try spawn(words, environment, output: ends[1])
        }
        let output = readAll(ends[0])
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return (signal == 0 ? (status >> 8) & 0xff : 128 + signal, output)
    }

    /// The child gets no descriptor of this process but its output, no ignored signal, and a group that ^C does not reach.
    private static func spawn(_ words: [String], _ environment: [String], output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        for descriptor in openDescriptors where descriptor > 2 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        // The programs refuse to start in a folder that their user may not enter.
        let arguments = (["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"] + words).map { strdup($0) }
        let variables = environment.map { strdup($0) }
        defer { (arguments + variables).forEach { free($0) } }
        var child: pid_t = 0
        let fault = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments + [nil], variables + [nil])
        guard fault == 0 else { throw ServerFailure("\(words[0]) cannot be started: \(String(cString: strerror(fault)))") }
        return child
    }

    /// Those of this process, which a child would inherit.
    package static var openDescriptors: [Int32] {
        // try?: without the listing only descriptors that close by themselves are kept from the child.
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
    }

    private static func readAll(_ descriptor: Int32) -> String {
        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return String(decoding: octets, as: UTF8.self) }
            octets.append(contentsOf: chunk[..<count])
        }
    }
}
