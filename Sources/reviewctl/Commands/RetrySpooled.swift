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
        let entries = try chosen(for: session)
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
                if refusal.isPassing { break }
                // What is refused for good stays readable, with its body, until it is dropped.
                Terminal.hint("kept with its text as \(entry.number): 'reviewctl spool drop \(entry.number)' removes it")
            }
        }
        await session.client.close()
        guard worst == .done else { throw worst }
    }

    /// What was written as one login is never sent as another, whichever profile that one is kept in now.
    private func chosen(for session: Session) throws -> [Spool.Entry] {
        let named = try Spool.entries().filter { numbers.isEmpty ? $0.state != .refused : numbers.contains($0.number) }
        if let missing = numbers.first(where: { number in !named.contains { $0.number == number } }) {
            throw Failure(.usage, "The spool holds no \(missing).")
        }
        let others = named.filter { !$0.isOf(session) }
        if let other = others.first {
            guard numbers.isEmpty else {
                let owner = "\(other.login) at \(other.server)"
                throw Failure(.usage, "\(other.number) is of \(owner), and not to be sent as \(session.login) at \(session.address).")
            }
            Terminal.hint("of other logins: \(others.count); see 'reviewctl spool list'")
        }
        return named.filter { $0.isOf(session) }
    }
}
