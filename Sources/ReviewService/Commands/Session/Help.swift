import ReviewModel
import ReviewWire

extension Command {
    static let help = Command.read(
        "help", "List the verbs of your role, or show one in full.", arguments: Argument<Label?>("verb", "the one to show")
    ) { reader, verb in
        guard let verb else {
            return .rows(CommandTable.all.filter { $0.roles.contains(reader.actor.role) }.map { .object($0.outline) })
        }
        guard let command = CommandTable.all.first(where: { $0.name == verb.text.lowercased() }) else {
            throw Refusal(.thingAbsent, "there is no verb \(verb.text); help lists them", at: "verb")
        }
        return Reply(.done, RawMembers(object: JSONValue.object(command.outline(with: command.fullArguments)).encoded()))
    }

    /// Verb, summary, roles, args, mutates, body: one row of help, optional arguments in brackets.
    private var outline: [(String, JSONValue)] {
        outline(with: arguments.map { .string($0.isRequired ? $0.name : "[\($0.name)]") })
    }

    private func outline(with args: [JSONValue]) -> [(String, JSONValue)] {
        [
            ("verb", .string(name)), ("summary", .string(summary)),
            ("roles", .array(Role.allCases.filter(roles.contains).map { .string($0.rawValue) })), ("args", .array(args)),
            ("mutates", .bool(isMutation)), ("body", bodyOutline), ("secure", .bool(carriesSecret)),
        ]
    }

    private var bodyOutline: JSONValue {
        switch body {
        case .none: .null
        case .optional(let what): .string("optional: \(what)")
        case .required(let what): .string(what)
        }
    }

    /// Its own arguments with what each must be, then those that every verb of its kind takes.
    private var fullArguments: [JSONValue] {
        let own = Set(arguments.map(\.name))
        return arguments.map { argument in
            .object([
                ("name", .string(argument.name)), ("is", .string(argument.expectation)), ("required", .bool(argument.isRequired)),
                ("meaning", .string(argument.meaning)),
            ])
        }
            + argumentNames.subtracting(own).sorted().map { name in
                let (kind, usual) = Self.common[name] ?? ("", "")
                let meaning = name == "key" && !isMutation ? "taken and passed over: what only reads may be sent again as it is" : usual
                return .object([("name", .string(name)), ("is", .string(kind)), ("required", false), ("meaning", .string(meaning))])
            }
    }

    private static let common = [
        "key": ("16 to 64 printable characters", "the same request with the same key is done once, however often it is sent"),
        "dry": ("yes", "do everything, answer, and undo it"),
        "limit": ("a whole number from 1 to 1000", "rows of a page; 100 when left out"),
        "after": ("next of the page before", "where the page begins"),
    ]
}
