import Postgres
import ReviewModel
import ReviewWire

/// Turns a request into a reply: finds the verb, checks role and arguments, opens the transaction, runs the command.
///
/// The order of refusal is PROTOCOL §2's: 500, 430, 431 by role, 501, idempotency key, and then what the verb itself refuses.
package struct Dispatcher: Sendable {
    private let commands: [String: Command]
    let service: Service

    package init(_ commands: [Command] = CommandTable.all, service: Service) {
        self.commands = Dictionary(uniqueKeysWithValues: commands.map { ($0.name, $0) })
        self.service = service
    }

    /// Never throws: every fault becomes a refusal, and text of PostgreSQL's never leaves.
    package func reply(to request: Request, from actor: Actor) async -> Reply {
        let began = ContinuousClock.now
        let reply = await answer(request, actor)
        // Neither by verb nor by its kind or the answer's code: one more `201` would betray that something was handed in which nobody may know of.
        service.metrics.count(.requests, [("outcome", Self.outcome(reply.code))])
        service.metrics.time(.requestSeconds, .now - began, [])
        return reply
    }

    private static func outcome(_ code: ReplyCode) -> String {
        switch code {
        case .fault, .temporary: "failed"
        default: code.isRefusal ? "refused" : "answered"
        }
    }

    private func answer(_ request: Request, _ actor: Actor) async -> Reply {
        do {
            let command = try admit(request, from: actor)
            let reply = try await run(command, request, actor)
            if command.isExport { await note(.export, request, actor) }
            return reply
        } catch {
            let refusal = refusal(for: error, verb: request.verb)
            if actor.account != nil, refusal.code != .temporary { await note(.refusal(refusal), request, actor) }
            return .refused(refusal)
        }
    }

    /// 500, 430 and 431 by role.
    private func admit(_ request: Request, from actor: Actor) throws(Refusal) -> Command {
        guard let command = commands[request.verb] else { throw Refusal(.wireNoSuchCommand) }
        guard command.roles.contains(actor.role) else {
            guard actor.role != .public else { throw Refusal(.sessionLoginFirst) }
            let roles = command.roles.map(\.rawValue).sorted().joined(separator: ", ")
            throw Refusal(.sessionRole, "\(command.name) is for \(roles)")
        }
        guard actor.scope == .all || !command.isMutation else {
            throw Refusal(.sessionRole, "this token may only read; log in with another to change something")
        }
        return command
    }

    private func run(_ command: Command, _ request: Request, _ actor: Actor) async throws -> Reply {
        let fields = try Fields(request, known: command.argumentNames)
        try command.body.check(request)
        let reader = Reader(actor: actor, service: service, verb: command.name)
        switch command.action {
        case .session: throw Refusal(.sessionOrder)
        case .read(let bound): return try await bound.bind(fields)(reader)
        case .list(let listing, let bound):
            let query = try bound.bind(fields)
            return try await Page(listing, fields, actor: actor, service: service, request: request).reply(try await query(reader), reader)
        case .mutate(let bound): return try await mutate(try bound.bind(fields), fields, request, actor)
        }
    }

    private func mutate(
        _ run: @escaping @Sendable (Context) async throws -> Reply, _ fields: Fields, _ request: Request, _ actor: Actor
    ) async throws -> Reply {
        let isDry = try Argument<Bool?>("dry").parse(fields) ?? false
        let idempotency = try Idempotency(request, actor: actor, limits: service.limits)
        guard !isDry || request["key"] == nil else { throw Refusal(.keyWithDry, at: "dry") }
        if isDry { await note(.dry, request, actor) }
        var entry = actor.context
        do {
            return try await attempt(run, idempotency, request, actor, &entry, isDry: isDry)
        } catch let error as PostgresError where error.isRetryable {
            return try await attempt(run, idempotency, request, actor, &entry, isDry: isDry)
        } catch is ClockJump {
            // Nothing was decided by that instant: after a look at the clock there is another.
            try await service.clock.look(service)
            return try await attempt(run, idempotency, request, actor, &entry, isDry: isDry)
        }
    }

    /// `entry` keeps the instant of the first attempt for the second.
    private func attempt(
        _ run: @escaping @Sendable (Context) async throws -> Reply, _ idempotency: Idempotency?, _ request: Request, _ actor: Actor,
        _ entry: inout ActorContext, isDry: Bool
    ) async throws -> Reply {
        do {
            return try await service.pool.transaction(entry) { transaction in
                if let replayed = try await idempotency?.replay(in: transaction) { return replayed }
                let now = try await transaction.now
                guard service.clock.agrees(with: now) else { throw ClockJump() }
                entry.instant = now
                let context = Context(actor: actor, service: service, transaction: transaction, now: now, body: request.body)
                let reply = try await run(context)
                if isDry {
                    // What is queued runs too: a constraint that would refuse must refuse.
                    try await transaction.run("select")
                    throw RolledBack(reply.dry)
                }
                try await idempotency?.store(reply, in: context)
                return reply
            }
        } catch let dry as RolledBack<Reply> {
            return dry.value
        }
    }

    /// The one map from what went wrong to what a client is told.
    private func refusal(for error: any Error, verb: String) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let error as PostgresError:
            if let refusal = Constraints.refusal(for: error) { return refusal }
        case ConnectionFailure.lost(let sent): return Refusal(sent ? .sessionOutcomeUnknown : .sessionBusy)
        case is ConnectionFailure: return Refusal(.sessionBusy)
        case is ClockJump: return Refusal(.clockHeld, "the clock of the database jumps; ask again")
        default: break
        }
        let number = String(UInt64.random(in: 0..<(1 << 60)), radix: 32).uppercased()
        service.report(Fault(number: number, verb: verb, what: String(describing: error)))
        return Refusal(.sessionFault, "a fault of the server; quote \(number)", detail: [("request", .string(number))])
    }
}
