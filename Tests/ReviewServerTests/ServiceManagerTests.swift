import Glibc
import ReviewServer
import Testing

@Suite struct ServiceManagerTests {
    @Test func `sockets are taken over only when they are meant for this process`() {
        let mine = ["LISTEN_PID": String(getpid()), "LISTEN_FDS": "0", "LISTEN_FDNAMES": "tls"]
        #expect(Activation.sockets(environment: mine).isEmpty)
        #expect(Activation.sockets(environment: ["LISTEN_PID": "1", "LISTEN_FDS": "2"]).isEmpty)
        #expect(Activation.sockets(environment: [:]).isEmpty)
    }

    @Test func `a socket named tls is a TLS listener and every other one is plain`() {
        #expect(ActivatedSocket(descriptor: 3, name: "tls").isSecure)
        #expect(ActivatedSocket(descriptor: 3, name: "reviewd-tls").isSecure)
        #expect(!ActivatedSocket(descriptor: 3, name: "plain").isSecure)
        #expect(!ActivatedSocket(descriptor: 3, name: "unknown").isSecure)
    }

    @Test(arguments: ["/tmp/reviewd-notify-\(getpid())", "@reviewd-notify-\(getpid())"])
    func `the service manager hears of readiness, life and the end`(path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(descriptor)
            if path.hasPrefix("/") { unlink(path) }
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(bound == 0)
        let notify = Notify(environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": String(getpid())])
        #expect(notify.watchdogMilliseconds == 15_000)
        notify.ready("serving")
        notify.alive()
        notify.stopping()
        let heard = (0..<3).map { _ in
            var octets = [UInt8](repeating: 0, count: 256)
            return String(decoding: octets[..<max(0, recv(descriptor, &octets, octets.count, 0))], as: UTF8.self)
        }
        #expect(heard == ["READY=1\nSTATUS=serving\n", "WATCHDOG=1\n", "STOPPING=1\nSTATUS=draining\n"])
    }

    @Test func `a watchdog of another process is not ours`() {
        #expect(Notify(environment: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]).watchdogMilliseconds == nil)
        #expect(Notify(environment: [:]).watchdogMilliseconds == nil)
    }
}
