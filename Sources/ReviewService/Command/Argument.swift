import ReviewModel
import ReviewWire

/// One argument of a verb: its name on the wire, the type it is read as, and what it is for.
package struct Argument<Value: ArgumentValue>: Sendable {
    package let name: String
    package let meaning: String

    package init(_ name: String, _ meaning: String = "") {
        self.name = name
        self.meaning = meaning
    }

    package var description: ArgumentDescription {
        ArgumentDescription(name: name, expectation: Value.expectation, meaning: meaning, isRequired: Value.isRequired)
    }

    func parse(_ fields: Fields) throws(Refusal) -> Value {
        guard let text = fields[name] else {
            if !Value.isRequired, let absent = Optional<Never>.none as? Value { return absent }
            throw Refusal(.argumentMissing, "\(name)= is missing: \(Value.expectation)", at: name)
        }
        guard let value = Value(argument: text) else {
            throw Refusal(.argumentMalformed, "\(name)= must be \(Value.expectation)", at: name)
        }
        return value
    }
}

/// An argument as `help` shows it.
package struct ArgumentDescription: Sendable, Equatable {
    package let name: String
    package let expectation: String
    package let meaning: String
    package let isRequired: Bool
}

/// The named values of one request, each given once.
package struct Fields: Sendable {
    private let values: [String: String]

    /// Refuses a name that `known` does not hold; the wire has refused repeated ones.
    init(_ request: Request, known: Set<String>) throws(Refusal) {
        var values: [String: String] = [:]
        for field in request.arguments {
            guard known.contains(field.name) else {
                throw Refusal(.argumentUnknown, "\(request.verb) takes no \(field.name)=; see help verb=\(request.verb)", at: field.name)
            }
            values[field.name] = field.value
        }
        self.values = values
    }

    subscript(_ name: String) -> String? { values[name] }
}

/// Whether a verb takes a body, and what the body is.
package enum BodyRule: Sendable, Equatable {
    case none
    case optional(String)
    case required(String)

    func check(_ request: Request) throws(Refusal) {
        switch (self, request.body) {
        case (.none, .some): throw Refusal(.argumentBodyNotTaken, "\(request.verb) takes no body", at: "body")
        case (.required(let what), nil): throw Refusal(.argumentBodyMissing, "\(request.verb) needs a body: \(what)", at: "body")
        default: break
        }
    }
}
