import ArgumentParser
import Foundation

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
            let command = try Reviewctl.parseAsRoot(words)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
            return .done
        } catch let failure as Failure {
            if !failure.message.isEmpty { Terminal.tell(SafeText.visible(failure.message, keepsLines: true)) }
            return failure.status
        } catch let status as ExitStatus {
            return status
        } catch {
            return report(error)
        }
    }

    /// What the argument parser has to say: help and completion scripts are answers, everything else is wrong usage.
    private static func report(_ error: any Error) -> ExitStatus {
        let text = Reviewctl.fullMessage(for: error)
        if Reviewctl.exitCode(for: error) == .success {
            print(text)
            return .done
        }
        if let failure = Failure(explaining: error) {
            Terminal.tell(SafeText.visible(failure.message, keepsLines: true))
            return failure.status
        }
        Terminal.tell(text)
        return .usage
    }
}
