import ReviewWire

/// The verbs that change the session itself, and so are answered here and not by the Dispatcher.
enum SessionVerb: String, Sendable, CaseIterable {
    case hello
    case auth
    case authStep = "auth.step"
    case quit
    case watch
    case unwatch

    private var required: [String] {
        switch self {
        case .hello: ["proto"]
        case .auth: ["mech"]
        case .authStep: ["data"]
        case .quit: []
        case .watch: ["topic"]
        case .unwatch: ["watch"]
        }
    }

    private var optional: [String] {
        switch self {
        case .hello: ["agent"]
        case .auth: ["data"]
        case .watch: ["after"]
        case .authStep, .quit, .unwatch: []
        }
    }

    /// A key is taken and ignored, as on every command that changes no record.
    func check(_ request: Request) throws(Refusal) {
        for field in request.arguments where field.name != "key" && !required.contains(field.name) && !optional.contains(field.name) {
            throw Refusal(.argumentUnknown, "\(rawValue) takes no \(field.name)=", at: field.name)
        }
        for name in required where request[name] == nil { throw Refusal(.argumentMissing, "\(name)= is missing", at: name) }
        if request.body != nil { throw Refusal(.argumentBodyNotTaken, at: "body") }
    }
}
