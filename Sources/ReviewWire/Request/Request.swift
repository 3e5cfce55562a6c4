/// One command of a client, as framing and grammar give it (PROTOCOL §2).
package struct Request: Sendable, Equatable {
    /// Without its "@"; nil when the request had none.
    package var tag: String?
    /// In lower case.
    package var verb: String
    /// In the order of the line, no name twice.
    package var arguments: [RequestField]
    package var body: [UInt8]?

    package init(tag: String? = nil, verb: String, arguments: [RequestField] = [], body: [UInt8]? = nil) {
        self.tag = tag
        self.verb = verb
        self.arguments = arguments
        self.body = body
    }

    package subscript(_ name: String) -> String? { arguments.first { $0.name == name }?.value }

    /// Verb and arguments in one form that does not depend on their order or quoting: what an idempotency digest covers besides the body.
    package var canonical: [UInt8] {
        var writer = JSONWriter(appendingTo: Array(verb.utf8))
        for argument in arguments.sorted(by: { $0.name < $1.name }) {
            writer.bytes.append(ASCII.space)
            writer.bytes.append(contentsOf: argument.name.utf8)
            writer.bytes.append(ASCII.equals)
            writer.bytes.append(contentsOf: JSONValue.string(argument.value).encoded())
        }
        return writer.bytes
    }

    /// The octets a client sends: values as words where they can be, the body as a literal, LF line ends.
    package func encoded() -> [UInt8] {
        var octets: [UInt8] = []
        if let tag { octets.append(contentsOf: "@\(tag) ".utf8) }
        octets.append(contentsOf: verb.utf8)
        for argument in arguments {
            octets.append(contentsOf: " \(argument.name)=".utf8)
            octets.append(contentsOf: argument.isWord ? Array(argument.value.utf8) : JSONValue.string(argument.value).encoded())
        }
        if let body { octets.append(contentsOf: " {\(body.count)+}".utf8) }
        octets.append(ASCII.lineFeed)
        if let body {
            octets.append(contentsOf: body)
            octets.append(ASCII.lineFeed)
        }
        return octets
    }

    /// Texts are equal when their octets are.
    package static func == (left: Request, right: Request) -> Bool {
        left.tag == right.tag && left.body == right.body && left.arguments.count == right.arguments.count
            && left.canonical == right.canonical
    }
}
