import Crypto
import Postgres
import ReviewModel
import ReviewWire

/// One answer per key: looked up before any rule, stored with the effect (PROTOCOL §3).
struct Idempotency: Sendable {
    let key: String
    let account: AccountID
    let verb: String
    /// SHA-256 of verb, canonical arguments and body.
    let digest: String

    init?(_ request: Request, actor: Actor, limits: Limits) throws(Refusal) {
        guard let key = request["key"] else { return nil }
        guard (limits.keyCharactersMin...limits.keyCharactersMax).contains(key.unicodeScalars.count),
            key.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F })
        else {
            throw Refusal(
                .argumentMalformed, "key= must be \(limits.keyCharactersMin) to \(limits.keyCharactersMax) printable characters", at: "key")
        }
        // Who is not logged in has no account to scope a key to: the key is accepted and its reply not kept.
        guard let account = actor.account else { return nil }
        self.key = key
        self.account = account
        verb = request.verb
        var hash = SHA256()
        hash.update(data: request.canonical)
        hash.update(data: [0])
        hash.update(data: request.body ?? [])
        digest = Hex.encode(hash.finalize())
    }

    /// The stored reply, 421 when the key was used for another request, 410 when its subject is no longer visible; nil when the key is new.
    ///
    /// The lock is taken first: a client that lost its line sends again while its first request may still be running.
    func replay(in transaction: Transaction) async throws -> Reply? {
        transaction.queue("select pg_advisory_xact_lock(hashtextextended(\(account.description + key), 7117))")
        let stored = try await transaction.first(
            """
            select digest, code, reply,
                (review is null or exists (select from review r where r.id = idempotency.review))
                and (document is null or exists (select from document d where d.id = idempotency.document)) as is_visible
            from idempotency where account = \(account) and key = \(key)
            """, as: (String, Int, String, Bool).self)
        guard let (digest, code, reply, isVisible) = stored else { return nil }
        guard digest == self.digest else { throw Refusal(.keyUsed) }
        guard isVisible else { throw Refusal(.thingAbsent) }
        return Reply(ReplyCode(rawValue: code) ?? .done, RawMembers(object: Array(reply.utf8))).adding("replayed", true)
    }

    func store(_ reply: Reply, in context: Context) async throws {
        let kept = reply.blanked
        let members = reply.json
        let subject = members["id"]?.text ?? members["document"]?.text
        context.transaction.queue(
            """
            insert into idempotency (account, key, verb, digest, code, reply, review, document, stored_at)
            values (\(account), \(key), \(verb), \(digest), \(reply.code.rawValue), \(kept),
                \(members["review"]?.text ?? subject.flatMap { ReviewID($0)?.description }), \(subject.flatMap { DocumentID($0) }), \(context.now))
            """)
    }
}

extension Reply {
    /// The members of the final line as text, secrets as null.
    fileprivate var blanked: String {
        guard !secrets.isEmpty, case .object(let members) = json else { return String(decoding: json.encoded(), as: UTF8.self) }
        let kept = members.map { (name, value) in (name, secrets.contains(name) ? JSONValue.null : value) }
        return String(decoding: JSONValue.object(kept).encoded(), as: UTF8.self)
    }
}
