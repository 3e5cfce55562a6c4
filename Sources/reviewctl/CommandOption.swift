import ArgumentParser
import ReviewWire

/// An option as the argument parser has it, so that completion and the order of words need no list of their own.
struct CommandOption {
    /// With its hyphens.
    let name: String
    let takesValue: Bool
    let takesFile: Bool

    /// Those of a command and of the commands below it.
    static func all(of command: any ParsableCommand.Type) -> [CommandOption] {
        // try?: what the parser says of itself is JSON.
        let tool = try? JSONParser.parse(command._dumpHelp())
        return tool?["command"].map(below) ?? []
    }

    private static func below(_ command: JSONValue) -> [CommandOption] {
        (command["arguments"]?.elements ?? []).flatMap(named) + (command["subcommands"]?.elements ?? []).flatMap(below)
    }

    /// One for each of the argument's names, none for a positional one.
    private static func named(_ argument: JSONValue) -> [CommandOption] {
        (argument["names"]?.elements ?? []).map { name in
            CommandOption(
                name: (name["kind"]?.text == "long" ? "--" : "-") + (name["name"]?.text ?? ""),
                takesValue: argument["kind"]?.text == "option", takesFile: argument["completionKind"]?["file"] != nil)
        }
    }
}
