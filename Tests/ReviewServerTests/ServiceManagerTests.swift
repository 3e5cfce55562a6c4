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
        let manager = NotifySocket(path: path)
        let notify = Notify(environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": String(getpid())])
        #expect(notify.watchdogMilliseconds == 15_000)
        notify.ready("serving")
        notify.alive()
        notify.stopping()
        #expect(
            [manager.here(), manager.here(), manager.here()] == [
                "READY=1\nSTATUS=serving\n", "WATCHDOG=1\n", "STOPPING=1\nSTATUS=draining\n",
            ])
    }

    @Test func `a watchdog of another process is not ours`() {
        #expect(Notify(environment: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]).watchdogMilliseconds == nil)
        #expect(Notify(environment: [:]).watchdogMilliseconds == nil)
    }
}
