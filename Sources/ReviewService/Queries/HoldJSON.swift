import ReviewModel
import ReviewWire

extension Hold {
    /// As it stands in answers: the word, the stage, what it is about, and when it ends by itself.
    var json: JSONValue {
        var members: [(String, JSONValue)] = [("hold", .string(word.rawValue)), ("subject", .string(subject))]
        if let stage { members.append(("stage", .string(stage.rawValue))) }
        if let until { members.append(("until", .string(until.rfc3339))) }
        return .object(members)
    }
}
