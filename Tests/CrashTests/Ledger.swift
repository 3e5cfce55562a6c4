/// What the clients were told: which document each key stands for. Whoever waits for progress waits here.
actor Ledger {
    /// Something that must not happen, as a sentence.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var documents: [String: String] = [:]
    private(set) var contradictions: [String] = []
    private(set) var replays = 0
    private(set) var isOver = false
    private var fault: Fault?
    private var waiter: (count: Int, caller: CheckedContinuation<Void, any Error>)?

    /// An answer that says that the submission with this key is stored as that document.
    func acknowledge(_ key: String, as document: String, isReplayed: Bool) {
        if let known = documents[key], known != document { contradictions.append("\(key) was \(known) and then \(document)") }
        documents[key] = document
        if isReplayed { replays += 1 }
        if let (count, caller) = waiter, documents.count >= count {
            waiter = nil
            caller.resume()
        }
    }

    /// Returns when so many more submissions have been acknowledged; throws the fault that keeps them from it.
    func progress(by more: Int) async throws {
        if let fault { throw fault }
        try await withCheckedThrowingContinuation { waiter = (documents.count + more, $0) }
    }

    func fail(_ sentence: String) {
        if fault == nil { fault = Fault(description: sentence) }
        isOver = true
        waiter?.caller.resume(throwing: fault ?? Fault(description: sentence))
        waiter = nil
    }

    /// No new submission begins after this.
    func finish() { isOver = true }
}
