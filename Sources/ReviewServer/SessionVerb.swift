import ReviewService
import ReviewWire

/// The verbs that change the session itself, and so are answered here and not by the Dispatcher.
enum SessionVerb: String, Sendable, CaseIterable {
    case hello
    case auth
    case authStep = "auth.step"
    case quit
    case watch
    case unwatch

    /// Nothing may stand behind it before it is answered: who would be speaking there is not known yet.
    var standsAlone: Bool { self == .auth || self == .authStep }

    /// Refuses what the table does not give the verb. A key is taken and ignored, as on every command that changes no record.
    func check(_ request: Request, _ arguments: [ArgumentDescription]) throws(Refusal) {
        let names = Set(arguments.map(\.name)).union(["key"])
        for field in request.arguments where !names.contains(field.name) {
            throw Refusal(.argumentUnknown, "\(rawValue) takes no \(field.name)=; see help verb=\(rawValue)", at: field.name)
        }
        for argument in arguments where argument.isRequired && request[argument.name] == nil {
            throw Refusal(.argumentMissing, "\(argument.name)= is missing: \(argument.meaning)", at: argument.name)
        }
        if request.body != nil { throw Refusal(.argumentBodyNotTaken, "\(rawValue) takes no body", at: "body") }
    }
}
