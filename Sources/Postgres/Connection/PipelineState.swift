/// What a pipelined connection still owes its callers: a value without I/O, fed with what arrives and answering what to do.
///
/// `Ticket` stands for the caller of one flight, `Answer` for what one statement returned.
struct PipelineState<Ticket, Answer> {
    /// One message that was sent and will be answered exactly once, in order.
    enum Step {
        case prepare(String)
        case query(String)
        case deallocate(String)
        case sync
    }

    enum Event {
        case answer(Answer)
        case refused(PostgresError)
        /// Not run, because an earlier statement of the same flight was refused.
        case skipped
        case synced
    }

    enum Action {
        case none
        /// The statement with this text is known to the server from now on.
        case prepared(String)
        /// It is not, or its plan is stale: forget it.
        case forget(String)
        /// The server says that it never heard of it, whatever was confirmed before.
        case unknown(String)
        /// The server still holds the statement of this name: try again later.
        case deallocateAgain(String)
        case finish(Ticket, Result<[Answer], PostgresError>)
        /// The server said something that no sent message explains: the connection cannot be trusted.
        case confused
    }

    private var steps = Fifo<Step>()
    private var tickets = Fifo<Ticket>()
    private var answers: [Answer] = []
    private var failure: PostgresError?

    /// Whether something that was sent has not been answered.
    var isExpecting: Bool { !steps.isEmpty }
    var flightCount: Int { tickets.count }

    mutating func expect(_ step: Step) {
        steps.append(step)
    }

    /// Ends the flight whose steps were expected since the last one.
    mutating func expectSync(for ticket: Ticket) {
        steps.append(.sync)
        tickets.append(ticket)
    }

    mutating func receive(_ event: Event) -> Action {
        guard let step = steps.popFirst() else { return .confused }
        switch (step, event) {
        case (.sync, .synced):
            return finish()
        case (.prepare(let text), .answer):
            return .prepared(text)
        case (.prepare(let text), .refused(let error)):
            failure = failure ?? error
            return .forget(text)
        case (.prepare(let text), .skipped):
            return .forget(text)
        case (.query, .answer(let answer)):
            answers.append(answer)
            return .none
        case (.query(let text), .refused(let error)):
            failure = failure ?? error
            if error.state == .invalidStatementName { return .unknown(text) }
            return error.isStalePlan ? .forget(text) : .none
        case (.query, .skipped), (.deallocate, .answer):
            return .none
        case (.deallocate(let name), .skipped):
            return .deallocateAgain(name)
        case (.deallocate, .refused(let error)):
            failure = failure ?? error
            return .none
        case (.sync, _), (_, .synced):
            return .confused
        }
    }

    /// The connection is gone: everyone who has not been answered, in order. Their outcome is unknown.
    mutating func abandon() -> [Ticket] {
        _ = steps.removeAll()
        answers = []
        failure = nil
        return tickets.removeAll()
    }

    private mutating func finish() -> Action {
        guard let ticket = tickets.popFirst() else { return .confused }
        defer {
            answers = []
            failure = nil
        }
        return .finish(ticket, failure.map { .failure($0) } ?? .success(answers))
    }
}
