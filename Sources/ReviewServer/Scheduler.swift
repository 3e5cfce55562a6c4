import NIOCore
import ServiceLifecycle

/// Something that the daemon does by itself, again and again.
package struct ScheduledWork: Sendable {
    package let name: String
    package let everyMilliseconds: Int64
    package let run: @Sendable () async throws -> Void

    package init(_ name: String, everyMilliseconds: Int64, run: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.everyMilliseconds = everyMilliseconds
        self.run = run
    }
}

/// Runs each piece of work once at start and then at its interval; one that fails is logged and tried again the next time.
package struct Scheduler: Service {
    private let work: [ScheduledWork]
    private let loops: any EventLoopGroup
    private let journal: Journal

    package init(_ work: [ScheduledWork], server: Server) {
        self.work = work
        loops = server.loops
        journal = server.journal
    }

    package func run() async throws {
        let journal = journal
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await untilCancelled() }
                for item in work {
                    let pause = Pause(loop: loops.next())
                    group.addTask { await Self.repeating(item, pause: pause, journal: journal) }
                }
            }
        }
    }

    static func repeating(_ work: ScheduledWork, pause: Pause, journal: Journal) async {
        while !Task.isCancelled {
            do {
                try await work.run()
                journal.record(.workDone(name: work.name))
            } catch is CancellationError {
                return
            } catch {
                journal.record(.workFailed(name: work.name, reason: String(describing: error)))
            }
            do { try await pause(.milliseconds(work.everyMilliseconds)) } catch { return }
        }
    }
}
