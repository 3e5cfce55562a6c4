import ReviewWire

/// A whole answer: its data lines in order, then its final line.
package struct ServerReply: Sendable {
    /// The `150`, `151` and `160` lines; empty when the reply was streamed.
    package let data: [ServerLine]
    package let final: ServerLine
    /// The final line's object.
    package let result: JSONValue

    /// The final line's code, 200 to 599.
    package var code: Int { final.number }
    package var isDone: Bool { !final.isRefusal }
    package var isReplayed: Bool { result["replayed"]?.flag ?? false }
    /// The cursor of the next page, when there is one.
    package var next: String? { result["next"]?.text }

    package var refusal: Refusal? { final.refusal }

    /// The objects of the `150` lines; throws `ClientError.notOurProtocol` when one is not JSON.
    package func rows() throws -> [JSONValue] {
        try data.filter { $0.code == .row }.map { try $0.object() }
    }

    /// The raw octets of all `151` chunks.
    package var chunks: [UInt8] { data.reduce(into: []) { $0 += $1.raw ?? [] } }

    /// This reply, or its refusal thrown as `ClientError.refused`.
    @discardableResult
    package func orThrow() throws -> ServerReply {
        if let refusal { throw ClientError.refused(refusal) }
        return self
    }
}

extension ServerLine {
    /// The line's JSON object, parsed.
    package func object() throws -> JSONValue {
        do {
            return try value()
        } catch {
            throw ClientError.notOurProtocol("a \(number) line holds no JSON object")
        }
    }
}

extension Refusal {
    /// True when the same request may succeed later: 450, 451, 460, or the server's own word for it.
    package var isPassing: Bool { retry != .no || code == .temporary || code == .shuttingDown || code == .tooFast }
}
