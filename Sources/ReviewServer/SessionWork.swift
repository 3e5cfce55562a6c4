import ReviewModel
import ReviewService
import ReviewWire

/// What a session does with one well-formed request: its own verbs here, all others through the Dispatcher.
extension Session {
    /// Nil when the request is answered already.
    func work(for request: Request) throws(Refusal) -> Work? {
        guard let verb = SessionVerb(rawValue: request.verb) else { return try dispatched(request) }
        try verb.check(request, house.arguments(of: request.verb))
        switch verb {
        case .hello:
            guard request["proto"] == WireProtocol.name else { throw Refusal(.sessionProtocol, at: "proto") }
            answer(.done(["proto": .string(WireProtocol.name)]), tag: request.tag)
        case .quit:
            answer(Reply(.bye), tag: request.tag)
            finish()
        case .auth: return try login(request)
        case .authStep: return try step(request)
        case .watch: return try watch(request)
        case .unwatch:
            guard let number = request["watch"].flatMap({ Int($0) }) else {
                throw Refusal(.argumentMalformed, "watch= is the number that watch answered", at: "watch")
            }
            guard watches.close(number, self) else { throw Refusal(.thingAbsent) }
            answer(.done(["watch": .int(Int64(number))]), tag: request.tag)
        }
        return nil
    }

    /// Verbs after which somebody's login may be over.
    static let endingVerbs: Set<String> = [
        "account.suspend", "organisation.suspend", "account.password", "account.join", "token.revoke", "certificate.release",
    ]

    private func dispatched(_ request: Request) throws(Refusal) -> Work {
        let mutates = house.isMutation(request.verb)
        if mutates, house.isDraining { throw Refusal(.sessionDraining) }
        if mutates, !isLoggedIn { try house.admitChange(from: peer.address) }
        if house.carriesSecret(request.verb), !peer.isConfidential { throw Refusal(.sessionSecureChannel) }
        let (house, actor, session) = (house, actor, bound)
        return work(request) {
            let reply = await house.dispatcher.reply(to: request, from: actor)
            guard !reply.code.isRefusal, Self.endingVerbs.contains(request.verb) else { return reply }
            if let credential = reply.renewedCredential { session.value.renew(credential) }
            // What this daemon has just committed ends sessions before it is answered; what other daemons do is polled.
            do { try await house.endSuspended() } catch {
                // It is done, whatever cannot be found out now: the poll ends those sessions.
                house.journal.record(.workFailed(name: "session sweep", reason: String(describing: error)))
            }
            return reply
        }
    }

    private func work(_ request: Request, _ run: @escaping @Sendable () async throws -> Reply) -> Work {
        let (dispatcher, actor) = (house.dispatcher, actor)
        return Work(verb: request.verb, tag: request.tag, isRead: house.isRead(request.verb), report: house.service.report) {
            do {
                return try await run()
            } catch let refusal as Refusal {
                // What the Dispatcher refuses it notes itself, and answers as a reply.
                if actor.account != nil { await dispatcher.note(.refusal(refusal), request, actor) }
                throw refusal
            }
        }
    }

    /// Answers a refusal that needed nothing but this connection, noted like any other of somebody who is logged in.
    func refuse(_ request: Request, _ refusal: Refusal) {
        guard actor.account != nil else { return answer(.refused(refusal), tag: request.tag) }
        launch(work(request) { throw refusal })
    }

    private func login(_ request: Request) throws(Refusal) -> Work {
        guard !isLoggedIn else { throw Refusal(.sessionOrder, "already logged in; open another connection") }
        exchange = nil
        guard let mechanism = Mechanism(rawValue: request["mech"] ?? "") else { throw Refusal(.sessionMechanism, at: "mech") }
        guard peer.isConfidential else { throw Refusal(.sessionSecureChannel) }
        let data = request["data"]
        guard data != nil || mechanism == .external else { throw Refusal(.argumentMissing, "data= is missing", at: "data") }
        let (authentication, peer, session) = (house.authentication, peer, bound)
        switch mechanism {
        case .scram, .scramPlus:
            guard let scram = Scram.Mechanism(rawValue: mechanism.rawValue) else { throw Refusal(.sessionMechanism, at: "mech") }
            return work(request) {
                let (exchange, challenge) = try await authentication.begin(scram, data: data ?? "", peer: peer)
                session.value.exchange = exchange
                return Reply(.next, ["data": .string(challenge)])
            }
        case .token: return enter(request, mechanism) { (try await authentication.token(data ?? ""), nil) }
        case .external: return enter(request, mechanism) { (try await authentication.external(peer), nil) }
        }
    }

    private func step(_ request: Request) throws(Refusal) -> Work {
        guard let exchange = exchange.take() else { throw Refusal(.sessionOrder, "auth comes first") }
        let (authentication, peer, pause) = (house.authentication, peer, Pause(loop: executor.loop))
        let mechanism = Mechanism(rawValue: exchange.scram.mechanism.rawValue) ?? .scram
        let data = request["data"] ?? ""
        return enter(request, mechanism) {
            let (actor, proof) = try await authentication.finish(exchange, data: data, peer: peer, pause: pause)
            return (actor, proof)
        }
    }

    /// The end of every way to log in.
    private func enter(
        _ request: Request, _ mechanism: Mechanism, _ find: @escaping @Sendable () async throws -> (Actor, data: String?)
    ) -> Work {
        let (house, near, session) = (house, peer.address.near, bound)
        return work(request) {
            do {
                let (actor, data) = try await find()
                try await SignIn.enter(actor, mechanism: mechanism.rawValue, pool: house.service.pool)
                session.value.loggedIn(as: actor)
                house.journal.record(.loggedIn(account: actor.account?.description ?? "", mechanism: mechanism.rawValue))
                let reply = Reply(
                    .loggedIn,
                    [
                        "login": .string(actor.login ?? ""), "role": .string(actor.role.rawValue),
                        "organisation": .string(actor.organisation ?? ""),
                    ])
                return data.map { reply.adding("data", .string($0)) } ?? reply
            } catch let refusal as Refusal {
                house.journal.record(.loginRefused(mechanism: mechanism.rawValue, near: near))
                throw refusal
            }
        }
    }

    private func watch(_ request: Request) throws(Refusal) -> Work {
        let topic = try topic(request["topic"] ?? "")
        let countMax = isLoggedIn ? Watches.countMax : Watches.countMaxBeforeLogin
        guard watches.count < countMax else {
            throw Refusal(.argumentRange, "a connection watches at most \(countMax) topics", at: "topic")
        }
        var after: EventCursor?
        if let text = request["after"] {
            after = WatchCursor(sealer: house.service.sealer, topic: topic, actor: actor).open(text)
            guard after != nil else { throw Refusal(.argumentCursor, at: "after") }
        }
        let (pool, actor, session, cursor) = (house.service.pool, actor, bound, after)
        return work(request) {
            // Read before the review is looked at, so that an event between the two is pushed rather than lost.
            let head = try await Reading.head(of: topic, pool: pool)
            if let review = topic.review {
                guard try await EventFeed.isVisible(review, to: actor, pool: pool) else { throw Refusal(.thingAbsent) }
            }
            // One that is gone meanwhile would be woken, and counted, for ever.
            guard session.value.isLive else { throw Refusal(.sessionOrder) }
            let number = session.value.watches.open(topic, after: cursor ?? head, session.value)
            return .done(["watch": .int(Int64(number))])
        }
    }

    private func topic(_ text: String) throws(Refusal) -> WatchTopic {
        if text == "notices" {
            guard let account = actor.account else { throw Refusal(.sessionLoginFirst) }
            return .notices(account)
        }
        guard text.hasPrefix("review/"), let review = ReviewID(String(text.dropFirst(7))) else {
            throw Refusal(.argumentMalformed, "topic= is review/ and the identifier of a review, or notices", at: "topic")
        }
        return .review(review)
    }
}
