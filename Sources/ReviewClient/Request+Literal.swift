import ReviewWire

extension Request {
    /// `Request("review.list", ["state": "open"])`.
    package init(_ verb: String, _ arguments: KeyValuePairs<String, String> = [:], body: [UInt8]? = nil) {
        self.init(verb: verb, arguments: arguments.map { RequestField($0.key, $0.value) }, body: body)
    }

    package var hasKey: Bool { self["key"] != nil }
}
