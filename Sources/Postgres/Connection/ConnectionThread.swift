import CLibpq
import Foundation
import Synchronization

/// The OS thread of one connection: executor of its actor, waiting in `poll` for libpq's socket and for work.
final class ConnectionThread: SerialExecutor {
    enum Work {
        case job(UnownedJob)
        case flight(Flight)
        case close(CheckedContinuation<Void, Never>)
    }

    /// What the connection wants of the next `poll`.
    enum Interest: Sendable {
        case none
        case socket(Int32, wantsWrite: Bool)
        case over(ConnectionFailure)
    }

    private struct Mailbox {
        var work: [Work] = []
        var isAsleep = false
        var over: ConnectionFailure?
    }

    private let mailbox = Mutex(Mailbox())
    private let bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    private let threadID = Atomic<UInt>(0)
    private let usable = Atomic<Bool>(false)
    /// Runs the actor's jobs once the thread has ended: an executor may not refuse any.
    private let afterlife = DispatchQueue(label: "reviewd.postgres.afterlife")

    /// False when the process has no descriptor left: nothing could wake the thread.
    var hasBell: Bool { bell >= 0 }

    deinit {
        if hasBell { close(bell) }
    }

    var isUsable: Bool { usable.load(ordering: .acquiring) }

    func setUsable(_ value: Bool) {
        usable.store(value, ordering: .releasing)
    }

    /// The thread keeps `connection` alive until it says that it is over.
    func start(_ connection: Connection) {
        let thread = Thread { self.run(connection) }
        thread.name = "postgres"
        thread.stackSize = 512 << 10
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if post(.job(job)) != nil { runInAfterlife(job) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    func checkIsolated() {
        if threadID.load(ordering: .relaxed) == UInt(pthread_self()) { return }
        dispatchPrecondition(condition: .onQueue(afterlife))
    }

    /// Hands work to the thread and wakes it when it sleeps; the failure when it has ended.
    func post(_ work: Work) -> ConnectionFailure? {
        let (over, mustRing) = mailbox.withLock { mailbox -> (ConnectionFailure?, Bool) in
            if let over = mailbox.over { return (over, false) }
            mailbox.work.append(work)
            defer { mailbox.isAsleep = false }
            return (nil, mailbox.isAsleep)
        }
        if mustRing {
            var one: UInt64 = 1
            write(bell, &one, 8)
        }
        return over
    }

    private func runInAfterlife(_ job: UnownedJob) {
        afterlife.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    private func run(_ connection: Connection) {
        threadID.store(UInt(pthread_self()), ordering: .relaxed)
        defer { threadID.store(0, ordering: .relaxed) }
        var work: [Work] = []
        var flights: [Flight] = []
        var isReadable = false
        while true {
            mailbox.withLock { mailbox in
                swap(&work, &mailbox.work)
                mailbox.isAsleep = false
            }
            for item in work {
                switch item {
                case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
                case .flight(let flight): flights.append(flight)
                case .close(let caller): connection.assumeIsolated { $0.closeWhenIdle(caller) }
                }
            }
            work.removeAll(keepingCapacity: true)
            let interest = connection.assumeIsolated { $0.turn(flights, isReadable: isReadable) }
            flights.removeAll(keepingCapacity: true)
            if case .over(let failure) = interest { return end(failure) }
            isReadable = wait(interest)
        }
    }

    /// Sleeps until work is posted or the socket is ready; whether the socket can be read.
    private func wait(_ interest: Interest) -> Bool {
        let mayBlock = mailbox.withLock { mailbox in
            mailbox.isAsleep = mailbox.work.isEmpty
            return mailbox.isAsleep
        }
        var polled = (pollfd(fd: bell, events: Int16(POLLIN), revents: 0), pollfd(fd: -1, events: 0, revents: 0))
        if case .socket(let descriptor, let wantsWrite) = interest {
            polled.1.fd = descriptor
            polled.1.events = Int16(POLLIN) | (wantsWrite ? Int16(POLLOUT) : 0)
        }
        withUnsafeMutableBytes(of: &polled) { bytes in
            let entries = bytes.assumingMemoryBound(to: pollfd.self)
            _ = poll(entries.baseAddress, 2, mayBlock ? -1 : 0)
        }
        if polled.0.revents != 0 {
            var rings: UInt64 = 0
            read(bell, &rings, 8)
        }
        return polled.1.revents & ~Int16(POLLOUT) != 0
    }

    /// Nothing may stay behind in the mailbox: flights are refused, jobs go on elsewhere.
    private func end(_ failure: ConnectionFailure) {
        setUsable(false)
        let left = mailbox.withLock { mailbox -> [Work] in
            mailbox.over = failure
            defer { mailbox.work = [] }
            for case .job(let job) in mailbox.work { runInAfterlife(job) }
            return mailbox.work
        }
        for item in left {
            switch item {
            case .job: continue
            case .flight(let flight): flight.caller.resume(throwing: failure)
            case .close(let caller): caller.resume()
            }
        }
    }
}
