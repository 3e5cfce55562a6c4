import CLibpq
import Foundation
import Synchronization

/// The OS thread of some connections: executor of their actors, waiting in `poll` for libpq's sockets and for work.
///
/// Connections share a thread so that under load it seldom sleeps: waking a thread for each answer costs more than the answer.
final class ConnectionThread: SerialExecutor {
    enum Work {
        case job(UnownedJob)
        case admit(Connection)
        case flight(Flight, Connection)
        case close(CheckedContinuation<Void, Never>, Connection)
        case retire
    }

    /// What a connection wants of the next `poll`.
    enum Interest: Sendable {
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
    /// Runs the actors' jobs once the thread has ended: an executor may not refuse any.
    private let afterlife = DispatchQueue(label: "reviewd.postgres.afterlife")

    deinit {
        if bell >= 0 { close(bell) }
    }

    /// A thread that goes on until it is told to `retire`, or `untilIdle` ends with its last connection. Throws
    /// `ConnectionFailure.unavailable` when the process has no descriptor left: nothing could wake it.
    static func start(untilIdle: Bool) throws -> ConnectionThread {
        let executor = ConnectionThread()
        guard executor.bell >= 0 else { throw ConnectionFailure.unavailable("no file descriptor is left") }
        let thread = Thread {
            Thread.current.name = "postgres"
            executor.run(untilIdle: untilIdle)
        }
        thread.stackSize = 512 << 10
        thread.start()
        return executor
    }

    private init() {}

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
    @discardableResult
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

    private func run(untilIdle: Bool) {
        threadID.store(UInt(pthread_self()), ordering: .relaxed)
        defer { threadID.store(0, ordering: .relaxed) }
        var crew = Crew(bell: bell)
        var work: [Work] = []
        var isRetired = false
        var wasBusy = false
        while true {
            mailbox.withLock { mailbox in
                swap(&work, &mailbox.work)
                mailbox.isAsleep = false
            }
            for item in work {
                switch item {
                case .job(let job):
                    job.runSynchronously(on: asUnownedSerialExecutor())
                    crew.touchAll()
                case .admit(let connection):
                    crew.add(connection)
                    wasBusy = true
                case .flight(let flight, let connection):
                    connection.assumeIsolated { $0.send(flight) }
                    crew.touch(connection)
                case .close(let caller, let connection):
                    connection.assumeIsolated { $0.closeWhenIdle(caller) }
                    crew.touch(connection)
                case .retire: isRetired = true
                }
            }
            work.removeAll(keepingCapacity: true)
            crew.turn()
            if crew.isEmpty, isRetired || untilIdle && wasBusy { return end(crew.lastFailure ?? .closed) }
            crew.wait(
                mayBlock: mailbox.withLock { mailbox in
                    mailbox.isAsleep = mailbox.work.isEmpty
                    return mailbox.isAsleep
                })
        }
    }

    /// Nothing may stay behind in the mailbox: flights are refused, jobs go on elsewhere.
    private func end(_ failure: ConnectionFailure) {
        let left = mailbox.withLock { mailbox -> [Work] in
            mailbox.over = failure
            defer { mailbox.work = [] }
            for case .job(let job) in mailbox.work { runInAfterlife(job) }
            return mailbox.work
        }
        for item in left {
            switch item {
            case .job, .retire: continue
            case .admit(let connection): afterlife.async { connection.assumeIsolated { $0.abandon() } }
            case .flight(let flight, _): flight.caller.resume(throwing: failure)
            case .close(let caller, _): caller.resume()
            }
        }
    }
}

/// The connections of one thread and what `poll` last said of them.
private struct Crew {
    private let bell: Int32
    private var connections: [Connection] = []
    /// The bell, then a socket for each connection.
    private var polled: [pollfd]
    /// Connections to look at although their socket says nothing.
    private var touched: Set<ObjectIdentifier> = []
    private(set) var lastFailure: ConnectionFailure?

    init(bell: Int32) {
        self.bell = bell
        polled = [pollfd(fd: bell, events: Int16(POLLIN), revents: 0)]
    }

    var isEmpty: Bool { connections.isEmpty }

    mutating func add(_ connection: Connection) {
        connections.append(connection)
        polled.append(pollfd(fd: -1, events: 0, revents: 0))
        touch(connection)
    }

    mutating func touch(_ connection: Connection) { touched.insert(ObjectIdentifier(connection)) }

    mutating func touchAll() { touched.formUnion(connections.map(ObjectIdentifier.init)) }

    /// Lets each that has a reason take in what has arrived and send what is left, and parts with those that are over.
    mutating func turn() {
        defer { touched.removeAll(keepingCapacity: true) }
        for index in connections.indices.reversed()
        where polled[index + 1].revents != 0 || touched.contains(ObjectIdentifier(connections[index])) {
            let isReadable = polled[index + 1].revents & ~Int16(POLLOUT) != 0
            switch connections[index].assumeIsolated({ $0.turn(isReadable: isReadable) }) {
            case .socket(let descriptor, let wantsWrite):
                polled[index + 1] = pollfd(fd: descriptor, events: Int16(POLLIN) | (wantsWrite ? Int16(POLLOUT) : 0), revents: 0)
            case .over(let failure):
                lastFailure = failure
                connections.remove(at: index)
                polled.remove(at: index + 1)
            }
        }
    }

    /// Sleeps until the bell rings or a socket is ready.
    mutating func wait(mayBlock: Bool) {
        polled.withUnsafeMutableBufferPointer { _ = poll($0.baseAddress, nfds_t($0.count), mayBlock ? -1 : 0) }
        if polled[0].revents != 0 {
            var rings: UInt64 = 0
            read(bell, &rings, 8)
        }
    }
}
