import ReviewClient
import ReviewWire

/// Plays a conversation against a daemon over TCP, one connection per speaker.
package struct TranscriptRunner {
    private let house: TestHouse
    private var connections: [String: ReviewConnection] = [:]
    private var pushes: [String: AsyncStream<ServerLine>.Iterator] = [:]
    private var bindings: Bindings

    package init(_ house: TestHouse) {
        self.house = house
        bindings = Bindings(house.bindings)
    }

    /// Throws `TranscriptProblem` at the first line that does not go as written.
    package mutating func play(_ transcript: Transcript) async throws {
        for exchange in transcript.exchanges {
            try await play(exchange, of: transcript)
            for push in exchange.pushes { try await awaitPush(push, of: transcript) }
        }
        for connection in connections.values { await connection.close() }
    }

    private mutating func play(_ exchange: Transcript.Exchange, of transcript: Transcript) async throws {
        let place = "\(transcript.name):\(exchange.line) \(exchange.who): \(exchange.request)"
        let request = try Request.reading(bindings.fill(exchange.request), body: exchange.body.map(bindings.fill))
        var lines = try await answer(to: request, of: exchange.who)
        // The record shows nothing that is newer than a change still under way, also in another test's database of the same cluster.
        var patience = exchange.expected.isEmpty || request.verb != "event.list" ? 0 : 1_000
        while patience > 0 {
            var trial = self
            if try trial.match(exchange.expected[...], lines[...]) { break }
            lines = try await answer(to: request, of: exchange.who)
            patience -= 1
        }
        let shown = lines.map(\.shown).joined(separator: "\n    ")
        for forbidden in exchange.forbidden.map(bindings.fill) where shown.contains(forbidden) {
            throw TranscriptProblem("\(place)\n  must not show \(forbidden):\n    \(shown)")
        }
        guard !exchange.expected.isEmpty else {
            // What is only told not to show something must have been shown what it asked for.
            guard lines.last.map({ $0.number < 400 }) == true || exchange.forbidden.isEmpty else {
                throw TranscriptProblem("\(place)\n  was refused:\n    \(shown)")
            }
            return
        }
        guard try match(exchange.expected[...], lines[...]) else {
            let wanted = exchange.expected.map { "\($0)" }.joined(separator: "\n    ")
            throw TranscriptProblem("\(place)\n  expected\n    \(bindings.fill(wanted))\n  and got\n    \(shown)")
        }
    }

    /// Takes the next push of that person's connection; the test's own time limit ends a wait for one that never comes.
    private mutating func awaitPush(_ push: Transcript.Push, of transcript: Transcript) async throws {
        let place = "\(transcript.name):\(push.line) \(push.who)"
        guard let line = await pushes[push.who]?.next() else { throw TranscriptProblem("\(place): no push came") }
        guard line.number == push.code, bindings.match(try JSONParser.parse(push.json), try line.object()) else {
            throw TranscriptProblem(
                "\(place)\n  expected the push\n    \(push.code) \(bindings.fill(push.json))\n  and got\n    \(line.shown)")
        }
    }

    private mutating func answer(to request: Request, of who: String) async throws -> [ServerLine] {
        let reply = try await connection(of: who).send(request)
        return reply.data + [reply.final]
    }

    /// Lines against expectations in order; `…` skips as many rows as it must.
    private mutating func match(_ expected: ArraySlice<Transcript.Expectation>, _ lines: ArraySlice<ServerLine>) throws -> Bool {
        guard let first = expected.first else { return lines.isEmpty }
        switch first {
        case .anyRows:
            for start in lines.startIndex..<lines.endIndex {
                let before = bindings
                if try match(expected.dropFirst(), lines[start...]) { return true }
                bindings = before
            }
            return false
        case .line(let code, let json, let raw):
            guard let line = lines.first, line.number == code else { return false }
            guard bindings.match(try JSONParser.parse(json), try line.object()) else { return false }
            if let raw, raw != line.raw.map({ String(decoding: $0, as: UTF8.self) }) { return false }
            return try match(expected.dropFirst(), lines.dropFirst())
        }
    }

    private mutating func connection(of who: String) async throws -> ReviewConnection {
        if let connection = connections[who], connection.isOpen { return connection }
        let connection = try await house.connect(as: who)
        connections[who] = connection
        pushes[who] = connection.pushes().makeAsyncIterator()
        return connection
    }
}

extension ServerLine {
    /// The line as a reader of a failure sees it.
    fileprivate var shown: String {
        "\(number) \(String(decoding: json, as: UTF8.self))" + (raw.map { "\n    " + String(decoding: $0, as: UTF8.self) } ?? "")
    }
}

extension Request {
    /// A request written as a person types it.
    package static func reading(_ line: String, body: String?) throws -> Request {
        var framer = Framer(limits: Limits())
        framer.isLoggedIn = true
        var octets = Array(line.utf8)
        if let body { octets += Array(" {\(body.utf8.count)+}\n\(body)".utf8) }
        framer.feed(octets + [0x0A])
        switch framer.next() {
        case .request(let request): return request
        case .malformed(let refusal, _), .refused(let refusal, _), .broken(let refusal): throw TranscriptProblem("\(line): \(refusal)")
        case nil: throw TranscriptProblem("\(line): not a whole request")
        }
    }
}
