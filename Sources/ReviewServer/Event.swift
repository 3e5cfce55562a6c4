import Logging

/// Everything that the daemon writes to its log: one case for each kind of line, never with content, secrets or people's names in it. An
/// account stands there by its identifier. No line holds a network address: `near` is a word for a block of them that means nothing after
/// this process, and nowhere else.
package enum Event: Sendable, Equatable {
    case listening(address: String, isSecure: Bool)
    case connectionRefused(near: String, why: String)
    case handshakeRefused(near: String, why: String)
    case connected(near: String)
    case disconnected(near: String)
    case framingLost(near: String, err: String)
    case loggedIn(account: String, mechanism: String)
    case loginRefused(mechanism: String, near: String)
    case sessionEnded(account: String, why: String)
    case eventsDropped(account: String)
    case fault(number: String, verb: String, what: String)
    case draining(sessions: Int)
    case drained(sessionsLeft: Int)
    case jobRan(job: String, happened: Int, isFailure: Bool, milliseconds: Int64)
    case scheduleHeld(reason: String)
    case workDone(name: String)
    case workFailed(name: String, reason: String)
    case watchdogSilent(reason: String)
    case delivered(message: String, attempt: Int)
    case deliveryFailed(message: String, reason: String)
    case deliveryFenced(message: String)
    case deliveryBlocked(messages: Int, reason: String)
    case note(String)

    /// The word that a log is searched for.
    package var name: String {
        switch self {
        case .listening: "listening"
        case .connectionRefused: "connection refused"
        case .handshakeRefused: "handshake refused"
        case .connected: "connected"
        case .disconnected: "disconnected"
        case .framingLost: "framing lost"
        case .loggedIn: "logged in"
        case .loginRefused: "login refused"
        case .sessionEnded: "session ended"
        case .eventsDropped: "events dropped"
        case .fault: "fault"
        case .draining: "draining"
        case .drained: "drained"
        case .jobRan: "job ran"
        case .scheduleHeld: "schedule held"
        case .workDone: "work done"
        case .workFailed: "work failed"
        case .watchdogSilent: "watchdog silent"
        case .delivered: "delivered"
        case .deliveryFailed: "delivery failed"
        case .deliveryFenced: "delivery fenced"
        case .deliveryBlocked: "delivery blocked"
        case .note(let text): text
        }
    }

    package var level: Logger.Level {
        switch self {
        case .connected, .disconnected, .workDone: .trace
        case .jobRan(_, let happened, let isFailure, _): isFailure ? .error : happened > 0 ? .info : .debug
        case .handshakeRefused, .framingLost, .eventsDropped: .debug
        case .fault, .workFailed, .watchdogSilent, .scheduleHeld, .deliveryBlocked: .error
        case .connectionRefused, .loginRefused, .deliveryFailed, .deliveryFenced: .notice
        // Who came in at which second, beside what was handed in then, would tell whoever reads the log whose a hidden source is.
        case .loggedIn: .debug
        default: .info
        }
    }

    package var metadata: Logger.Metadata {
        switch self {
        case .listening(let address, let isSecure): ["address": "\(address)", "tls": "\(isSecure)"]
        case .connectionRefused(let near, let why), .handshakeRefused(let near, let why): ["near": "\(near)", "why": "\(why)"]
        case .connected(let near), .disconnected(let near): ["near": "\(near)"]
        case .framingLost(let near, let err): ["near": "\(near)", "err": "\(err)"]
        case .loggedIn(let account, let mechanism): ["account": "\(account)", "mech": "\(mechanism)"]
        case .loginRefused(let mechanism, let near): ["mech": "\(mechanism)", "near": "\(near)"]
        case .sessionEnded(let account, let why): ["account": "\(account)", "why": "\(why)"]
        case .eventsDropped(let account): ["account": "\(account)"]
        case .fault(let number, let verb, let what): ["request": "\(number)", "verb": "\(verb)", "what": "\(what)"]
        case .draining(let sessions), .drained(let sessions): ["sessions": "\(sessions)"]
        case .jobRan(let job, let happened, let isFailure, let milliseconds):
            ["job": "\(job)", "outcome": "\(isFailure ? "failed" : "done")", "happened": "\(happened)", "ms": "\(milliseconds)"]
        case .scheduleHeld(let reason): ["reason": "\(reason)"]
        case .workDone(let name): ["name": "\(name)"]
        case .workFailed(let name, let reason): ["name": "\(name)", "reason": "\(reason)"]
        case .watchdogSilent(let reason): ["reason": "\(reason)"]
        case .delivered(let message, let attempt): ["message": "\(message)", "attempt": "\(attempt)"]
        case .deliveryFailed(let message, let reason): ["message": "\(message)", "reason": "\(reason)"]
        case .deliveryFenced(let message): ["message": "\(message)"]
        case .deliveryBlocked(let messages, let reason): ["messages": "\(messages)", "reason": "\(reason)"]
        case .note: [:]
        }
    }
}

/// Where events go: the structured log, and a test that watches.
package struct Journal: Sendable {
    private let logger: Logger
    private let observe: (@Sendable (Event) -> Void)?

    package init(_ logger: Logger, observe: (@Sendable (Event) -> Void)? = nil) {
        self.logger = logger
        self.observe = observe
    }

    package func record(_ event: Event) {
        observe?(event)
        guard event.level >= logger.logLevel else { return }
        logger.log(level: event.level, "\(event.name)", metadata: event.metadata)
    }
}
