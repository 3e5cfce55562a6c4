import Foundation
import Postgres
import Glibc
import Support

/// The built program in a process of its own, with a listening socket handed over as systemd does and a socket that hears its notifications.
// @unchecked: one test uses it, one call after the other.
final class DaemonProcess: @unchecked Sendable {
    struct NotStarted: Error {}

    let port: Int
    private let process: pid_t
    private let manager = NotifySocket()

    static let program = TestCluster.root + "/.build/debug/reviewd"

    init(arguments: [String], environment: [String: String]) throws {
        let listener = try Self.listener()
        port = listener.port
        // The shell's own number becomes the daemon's, which LISTEN_PID has to name.
        let words = ["/bin/sh", "-c", "LISTEN_PID=$$ exec \"$@\"", "sh", Self.program] + arguments
        var variables = [
            "PATH=/usr/bin:/bin", "LISTEN_FDS=1", "LISTEN_FDNAMES=plain", "NOTIFY_SOCKET=\(manager.path)", "WATCHDOG_USEC=200000",
        ]
        variables += environment.map { "\($0.key)=\($0.value)" }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, listener.descriptor, 3)
        // Nothing else: another test's program ends with its standard input, whose other end must not live on here.
        for descriptor in ChildProcess.openDescriptors where descriptor > 3 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        defer {
            posix_spawn_file_actions_destroy(&actions)
            close(listener.descriptor)
        }
        var pid: pid_t = 0
        let argv = words.map { strdup($0) } + [nil]
        let envp = variables.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        guard posix_spawn(&pid, words[0], &actions, nil, argv, envp) == 0 else { throw NotStarted() }
        process = pid
    }

    /// The next notification; empty when none comes in time.
    func notification() async -> String { await manager.next() }

    func signal(_ number: Int32) { kill(process, number) }

    /// Its resident memory in octets.
    var residentBytes: Int {
        get throws {
            let fields = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8).split(separator: " ")
            return (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
    }

    /// Its exit status, or nil when a signal ended it.
    func exitStatus() async -> Int32? {
        await elsewhere {
            var status: Int32 = 0
            waitpid(self.process, &status, 0)
            return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
        }
    }

    private func elsewhere<Answer: Sendable>(_ body: @escaping @Sendable () -> Answer) async -> Answer {
        await withCheckedContinuation { caller in DispatchQueue.global().async { caller.resume(returning: body()) } }
    }

    private static func listener() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw NotStarted() }
        return (descriptor, Int(UInt16(bigEndian: place.sin_port)))
    }
}
