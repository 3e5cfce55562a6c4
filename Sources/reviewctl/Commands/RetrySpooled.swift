import ArgumentParser
import ReviewClient
import ReviewWire

/// Sends what the spool holds, oldest first, each with the key it had.
struct RetrySpooled: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Send unsent changes again; what was done already is not done twice.")

    @Argument(help: "Numbers from 'spool list'; all unsent ones of this login when none is named.")
    var numbers: [Int] = []

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options)
        await session.tellRetries()
        let entries = try Spool.entries().filter { entry in
            let isOurs = entry.server == session.address.description && entry.profile == session.profileName
            return isOurs && (numbers.isEmpty ? entry.state != .refused : numbers.contains(entry.number))
        }
        if let missing = numbers.first(where: { number in !entries.contains { $0.number == number } }) {
            throw Failure(.usage, "The spool holds no \(missing) for this login.")
        }
        if entries.isEmpty { Terminal.hint("nothing to send") }
        var worst = ExitStatus.done
        for entry in entries {
            let printer = Printer(json: options.json)
            Terminal.hint(SafeText.visible("\(entry.number)  \(entry.line)"))
            let reply = try await Spool.send(entry, with: session.client)
            for line in reply.data { try printer.take(line) }
            try printer.finish(reply)
            if let refusal = reply.refusal {
                worst = ExitStatus(code: reply.code)
                // What is refused for good stays readable, with its body, until it is dropped.
                if refusal.isPassing { break }
            }
        }
        await session.client.close()
        guard worst == .done else { throw worst }
    }
}
