import ReviewClient
import ReviewWire
import Support

/// Sixteen clients that submit contributions, one after the other, each with a key of its own, and try again until they are told.
struct Submitters: Sendable {
    static let count = 16

    let address: ServerAddress
    let tokens: [String]
    let review: String
    let seed: UInt64
    let ledger: Ledger

    /// Returns when every client has been told of all that it began.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<Self.count { group.addTask { await submit(number) } }
        }
    }

    /// What all keys, and the titles of all documents, begin with.
    var prefix: String { "crash-\(String(seed, radix: 16))-" }

    private func submit(_ number: Int) async {
        let (address, token) = (address, tokens[number % tokens.count])
        var generator = SeededGenerator(seed: seed &+ UInt64(number))
        let client = RetryingClient(policy: RetryPolicy(attemptsMax: 10_000, firstPauseMilliseconds: 10, pauseMillisecondsMax: 200)) {
            let connection = try await ReviewConnection.connect(to: address, silenceSeconds: 30)
            try await connection.logIn(token: token)
            return connection
        }
        var requests: [Request] = []
        do {
            while await !ledger.isOver {
                // Now and then one that was told already is sent again: it must stay the one document.
                let isAgain = !requests.isEmpty && Int.random(in: 0..<8, using: &generator) == 0
                let request = isAgain ? requests[Int.random(in: requests.indices, using: &generator)] : request(number, requests.count)
                let reply = try await client.send(request).orThrow()
                guard let key = request["key"], let id = reply.result["id"]?.text else {
                    throw Ledger.Fault(description: "an acknowledgement without an id: \(reply.final)")
                }
                if !isAgain { requests.append(request) }
                await ledger.acknowledge(key, as: id, isReplayed: reply.isReplayed)
            }
        } catch {
            await ledger.fail("client \(number): \(error)")
        }
        await client.close()
    }

    private func request(_ number: Int, _ turn: Int) -> Request {
        let key = prefix + "\(number)-\(turn)"
        let body = Array(String(repeating: "What \(key) has to say. ", count: 60).utf8)
        return Request(
            "document.submit", ["review": review, "kind": "contribution", "lang": "en", "title": key, "key": key], body: body)
    }
}
