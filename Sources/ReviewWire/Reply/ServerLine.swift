/// One line of the server as a client reads it, with the raw octets that follow a `151`.
package struct ServerLine: Sendable, Equatable {
    /// Whom the line is for.
    package enum Address: Sendable, Equatable {
        /// The request of that tag, without "@".
        case tag(String)
        /// "-": a request that had no tag.
        case untagged
        /// "*": nobody's reply.
        case push
    }

    /// 100 to 599; a client must bear codes that it does not know.
    package let number: Int
    package let address: Address
    /// One JSON object, as it came.
    package let json: [UInt8]
    package var raw: [UInt8]?

    package init(number: Int, address: Address, json: [UInt8], raw: [UInt8]? = nil) {
        self.number = number
        self.address = address
        self.json = json
        self.raw = raw
    }

    package var code: ReplyCode? { ReplyCode(rawValue: number) }
    package var tag: String? { if case .tag(let tag) = address { tag } else { nil } }
    package var isPush: Bool { address == .push }
    /// The last line of its reply.
    package var isFinal: Bool { number >= 200 }
    package var isRefusal: Bool { number >= 400 }

    package func value() throws(JSONError) -> JSONValue { try JSONParser.parse(json) }

    /// What a refusing line says; an unknown code is taken as the known one of its class.
    package var refusal: Refusal? {
        guard isRefusal, let value = try? value() else { return nil }  // try?: what is not JSON is no refusal either
        return Refusal(code: code ?? (number < 500 ? .temporary : .argument), json: value)
    }
}
