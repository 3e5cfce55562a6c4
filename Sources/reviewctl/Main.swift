import ArgumentParser
import Foundation
import ReviewWire

/// The way in: reads the command line, runs one command and ends with a status of `ExitStatus`.
@main
struct Main {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let words = Array(CommandLine.arguments.dropFirst())
        if let text = Completion.answer(words) {
            print(text)
            exit(ExitStatus.done.rawValue)
        }
        exit(await run(CommandWords.rewritten(words)).rawValue)
    }

    private static func run(_ words: [String]) async -> ExitStatus {
        do {
            return try await perform(words)
        } catch {
            return report(error, json: words.contains("--json"))
        }
    }

    /// Runs the command of a line; what it throws but a status is thrown on.
    static func perform(_ words: [String]) async throws -> ExitStatus {
        do {
            var command = try Reviewctl.parseAsRoot(words)
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
            return .done
        } catch let status as ExitStatus {
            return status
        }
    }

    /// A failure in one sentence; what the argument parser has to say: help is an answer, everything else is wrong usage.
    private static func report(_ error: any Error, json: Bool) -> ExitStatus {
        if let failure = Failure(explaining: error) {
            let object: JSONValue = ["exit": .int(Int64(failure.status.rawValue)), "msg": .string(failure.message)]
            Terminal.tell(
                json ? SafeText.json(object.encoded()) : SafeText.visible(failure.message, keepsLines: true))
            return failure.status
        }
        let text = Reviewctl.fullMessage(for: error)
        if Reviewctl.exitCode(for: error) == .success {
            print(text)
            return .done
        }
        Terminal.tell(text)
        return .usage
    }
}
