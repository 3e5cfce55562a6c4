import ReviewModel
import ReviewService
import ReviewWire
import Synchronization

/// What all sessions of one server share.
final class House: Sendable {
    let options: ServerOptions
    let service: ReviewService.Service
    let dispatcher: Dispatcher
    let journal: Journal
    let authentication: Authentication
    let sessions = Sessions()
    private let allowance = ChangeAllowance()
    let clock = DatabaseClock()
    let droppedCount = Atomic(0)
    /// Whatever watches read passes by twos, so that it never crowds out commands.
    private let publicReadings = Gate(insideMax: 2)
    private let memberReadings = Gate(insideMax: 2)
    private static let besideMax = 64
    private let besideCount = Atomic(0)
    private let drains = Atomic(false)
    private let commands: [String: Command]

    init(options: ServerOptions, service: ReviewService.Service, dispatcher: Dispatcher, commands: [Command], journal: Journal) {
        self.options = options
        self.service = service
        self.journal = journal
        self.commands = Dictionary(uniqueKeysWithValues: commands.map { ($0.name, $0) })
        self.dispatcher = dispatcher
        authentication = Authentication(pool: service.pool, sealer: service.sealer, iterations: service.limits.scramIterations)
    }

    /// Whether one more read may run beside another of its connection. So few may in the whole daemon that connections which send many at once
    /// hardly delay those that send one.
    func takeBeside() -> Bool {
        guard besideCount.add(1, ordering: .relaxed).newValue > Self.besideMax else { return true }
        giveBackBeside(1)
        return false
    }

    func giveBackBeside(_ count: Int) { besideCount.subtract(count, ordering: .relaxed) }

    func readings(of crowd: Crowd) -> Gate {
        switch crowd {
        case .public: publicReadings
        case .members: memberReadings
        }
    }

    var isDraining: Bool { drains.load(ordering: .relaxed) }

    func drain() {
        drains.store(true, ordering: .relaxed)
        announce(Refusal(.sessionDraining))
    }

    /// Tells every open connection, with a 199.
    func announce(_ refusal: Refusal) {
        for entry in sessions.all {
            entry.tell { session in
                guard session.isLive else { return }
                session.push(.notice) { $0.members(refusal.json.members ?? []) }
            }
        }
    }

    /// Whether it changes nothing, neither the record nor the session.
    func isRead(_ verb: String) -> Bool { commands[verb]?.isRead ?? false }

    func isMutation(_ verb: String) -> Bool { commands[verb]?.isMutation ?? false }

    /// Whether arguments or answer hold a secret, which no channel in the clear may carry.
    func carriesSecret(_ verb: String) -> Bool { commands[verb]?.carriesSecret ?? false }

    func arguments(of verb: String) -> [ArgumentDescription] { commands[verb]?.arguments ?? [] }

    /// What is refused before the arguments are looked at: 500, 430, 431 (PROTOCOL §2, order of refusal).
    func refusalBeforeArguments(_ verb: String, for actor: Actor) -> Refusal? {
        guard let command = commands[verb] else { return Refusal(.wireNoSuchCommand) }
        guard !command.roles.contains(actor.role) else { return nil }
        return Refusal(actor.role == .public ? .sessionLoginFirst : .sessionRole)
    }

    /// 460 when that block of addresses has asked for too many changes without logging in.
    func admitChange(from address: PeerAddress) throws(Refusal) {
        guard let wait = allowance.wait(block: address.block, atSeconds: DatabaseClock.uptimeMilliseconds / 1000) else { return }
        throw Refusal(.sessionTooFast, "too many changes without a login; wait \(wait) s", retry: .after(wait))
    }

    /// Ends the live sessions of logins that are over: suspended, themselves or with their organisation, or revoked, or replaced.
    func endSuspended() async throws {
        let (now, over) = try await SignIn.ended(among: Array(sessions.live), pool: service.pool)
        clock.set(now)
        guard !over.isEmpty else { return }
        let ended = Set(over)
        for entry in sessions.all {
            guard let live = entry.actor.live, ended.contains(live) else { continue }
            entry.tell { $0.loginIsOver(live) }
        }
    }

    func greeting(for peer: Peer) -> [UInt8] {
        var writer = ReplyWriter(tag: nil)
        writer.line(
            .greeting,
            [
                "proto": [.string(WireProtocol.name)], "auth": .array(peer.mechanisms.map { .string($0.rawValue) }),
                "tls": .bool(peer.isSecure), "time": .string(clock.now.rfc3339), "rehearsal": .bool(options.isRehearsal),
            ])
        return writer.bytes
    }
}
