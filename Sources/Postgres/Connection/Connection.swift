import CLibpq
import Foundation
import Synchronization

/// One session with PostgreSQL: libpq in non-blocking pipeline mode, run by a thread that it may share with others.
///
/// Must be closed: the thread keeps it alive. Any number of flights may be under way at once; they are answered in order.
package actor Connection {
    /// Statements kept prepared on the server, by text.
    private static let preparedMax = 500

    private nonisolated let thread: ConnectionThread
    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private enum Phase {
        case open(OpaquePointer)
        case over(ConnectionFailure)
    }

    private var phase: Phase
    private nonisolated let usable = Atomic<Bool>(true)
    private var pipeline = PipelineState<Flight, Table>()
    private var statements = StatementCache(limit: preparedMax)
    private var buffer = ParameterBuffer()
    private var flightNumber = 0
    private var wantsWrite = false
    private var closers: [CheckedContinuation<Void, Never>] = []

    private init(_ link: sending OpaquePointer, on thread: ConnectionThread) {
        phase = .open(link)
        self.thread = thread
    }

    /// On a thread of its own, which ends with it. Throws `ConnectionFailure.unavailable` with libpq's complaint.
    package static func open(_ string: ConnectionString) async throws -> Connection {
        let link = try await connect(string)
        return try await adopt(link, on: try ConnectionThread.start(untilIdle: true))
    }

    /// On a thread that others use too.
    static func open(_ string: ConnectionString, on thread: ConnectionThread) async throws -> Connection {
        try await adopt(try await connect(string), on: thread)
    }

    private static func adopt(_ link: sending OpaquePointer, on thread: ConnectionThread) async throws -> Connection {
        let connection = Connection(link, on: thread)
        guard let failure = thread.post(.admit(connection)) else { return connection }
        await connection.abandon()
        throw failure
    }

    /// Whether the session is up, as far as is known.
    package nonisolated var isUsable: Bool { usable.load(ordering: .acquiring) }

    /// Sends the statements as one pipelined unit up to one Sync: an implicit transaction unless one is open.
    /// The first statement that is refused fails the whole flight with its `PostgresError`.
    package nonisolated(nonsending) func flight(_ statements: [SQL]) async throws -> [Table] {
        try await flight(statements, isBinary: false)
    }

    nonisolated(nonsending) func flight(_ statements: [SQL], isBinary: Bool) async throws -> [Table] {
        if statements.isEmpty { return [] }
        try Flight.check(statements)
        return try await withCheckedThrowingContinuation { caller in
            let flight = Flight(statements: statements, isBinary: isBinary, caller: caller)
            if let failure = thread.post(.flight(flight, self)) { caller.resume(throwing: failure) }
        }
    }

    /// The first column of the first row, asked for in binary, so that a `bytea` comes as it is; nil without a row.
    package nonisolated(nonsending) func bytes(_ sql: SQL) async throws -> [UInt8]? {
        try await flight([sql], isBinary: true)[0].firstBytes
    }

    /// Ends the session after what is under way has been answered.
    package nonisolated(nonsending) func close() async {
        await withCheckedContinuation { caller in
            if thread.post(.close(caller, self)) != nil { caller.resume() }
        }
    }

    /// A parameter that the server reports, such as `server_version` or `is_superuser`.
    package func parameter(_ name: String) -> String? {
        guard case .open(let link) = phase else { return nil }
        return PQparameterStatus(link, name).map { String(cString: $0) }
    }

    /// Runs several statements as they stand in a trusted file of the release. Blocks this session and nothing else,
    /// so nothing may be under way on it.
    package func script(_ text: String) throws {
        guard case .open(let link) = phase else { throw currentFailure }
        guard !pipeline.isExpecting, PQexitPipelineMode(link) == 1 else {
            throw PostgresError(state: .objectNotInPrerequisiteState, message: "a script must be alone on its connection")
        }
        PQsetnonblocking(link, 0)
        let result = PQexec(link, text)
        defer { PQclear(result) }
        let status = PQresultStatus(result)
        let isCopying = [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(status)
        guard let result, PQstatus(link) == CONNECTION_OK, !isCopying else {
            lose()
            throw ConnectionFailure.lost(sent: true)
        }
        PQsetnonblocking(link, 1)
        PQenterPipelineMode(link)
        if status == PGRES_FATAL_ERROR, let error = PostgresError(result) { throw error }
    }

    /// How many flights were sent and have not been answered.
    package var flightsUnderWay: Int { pipeline.flightCount }

    /// Whether a transaction is open on the session, also a failed one.
    package var isInTransaction: Bool {
        guard case .open(let link) = phase else { return false }
        return PQtransactionStatus(link) != PQTRANS_IDLE
    }

    private var currentFailure: ConnectionFailure {
        if case .over(let failure) = phase { failure } else { .closed }
    }

    /// Blocking, because libpq honours connect_timeout and several hosts only so: on a thread that serves nobody else.
    private static func connect(_ string: ConnectionString) async throws -> sending OpaquePointer {
        try await withCheckedThrowingContinuation { caller in
            DispatchQueue.global().async { caller.resume(with: Result { try link(string) }) }
        }
    }

    private static func link(_ string: ConnectionString) throws -> sending OpaquePointer {
        let parameters = string.parameters
        let keywords = parameters.keys.map { strdup($0) }
        let values = parameters.values.map { strdup($0) }
        defer { (keywords + values).forEach { free($0) } }
        let link = PQconnectdbParams(keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
        guard let link, PQstatus(link) == CONNECTION_OK, PQsetnonblocking(link, 1) == 0, PQenterPipelineMode(link) == 1 else {
            let reason = link.map { String(cString: PQerrorMessage($0)) } ?? "out of memory"
            PQfinish(link)
            throw ConnectionFailure.unavailable(reason.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        // Without a receiver libpq writes notices to standard error.
        PQsetNoticeReceiver(link, { _, _ in }, nil)
        return link
    }
}

// What the thread calls between two waits.
extension Connection {
    func closeWhenIdle(_ caller: CheckedContinuation<Void, Never>) {
        if case .over = phase { return caller.resume() }
        usable.store(false, ordering: .releasing)
        closers.append(caller)
    }

    /// Takes in what has arrived, sends what is left, and says what to wait for.
    func turn(isReadable: Bool) -> ConnectionThread.Interest {
        if isReadable, case .open(let link) = phase { receive(from: link) }
        if case .open(let link) = phase, wantsWrite { flush(link) }
        if !closers.isEmpty, !pipeline.isExpecting { end(.closed) }
        return switch phase {
        case .open(let link): .socket(PQsocket(link), wantsWrite: wantsWrite)
        case .over(let failure): .over(failure)
        }
    }

    /// Nobody will wait for it: its thread has ended.
    func abandon() { end(.closed) }

    private func receive(from link: OpaquePointer) {
        guard PQconsumeInput(link) == 1 else { return lose() }
        var endsInARow = 0
        while pipeline.isExpecting, PQisBusy(link) == 0 {
            guard let result = PQgetResult(link) else {
                // One null ends each statement; two in a row end nothing, and libpq would return them for ever.
                endsInARow += 1
                if endsInARow > 1 { return lose() }
                continue
            }
            endsInARow = 0
            guard let event = event(result) else { return lose() }
            guard perform(pipeline.receive(event)) else { return lose() }
        }
        guard PQstatus(link) == CONNECTION_OK else { return lose() }
    }

    /// Nil when the result means that the session is over.
    private func event(_ result: OpaquePointer) -> PipelineState<Flight, Table>.Event? {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return .answer(Table(result))
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            return .synced
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            return .skipped
        case PGRES_FATAL_ERROR:
            defer { PQclear(result) }
            return PostgresError(result).map { .refused($0) }
        default:
            PQclear(result)
            return nil
        }
    }

    private func perform(_ action: PipelineState<Flight, Table>.Action) -> Bool {
        switch action {
        case .none: break
        case .prepared(let text): statements.confirm(text)
        case .forget(let text): statements.forget(text)
        case .unknown(let text): statements.drop(text)
        case .deallocateAgain(let name): statements.evictAgain(name)
        case .finish(let flight, .success(let tables)): flight.caller.resume(returning: tables)
        case .finish(let flight, .failure(let error)): flight.caller.resume(throwing: error)
        case .confused: return false
        }
        return true
    }

    func send(_ flight: Flight) {
        guard case .open(let link) = phase, closers.isEmpty else {
            return flight.caller.resume(throwing: closers.isEmpty ? currentFailure : .closed)
        }
        flightNumber += 1
        var isSent = true
        for (index, statement) in flight.statements.enumerated() where isSent {
            isSent = send(statement, isBinary: flight.isBinary && index == flight.statements.count - 1, to: link)
        }
        for name in isSent ? statements.takeEvicted() : [] where isSent {
            isSent = PQsendQueryParams(link, "deallocate \(name)", 0, nil, nil, nil, nil, 0) == 1
            pipeline.expect(.deallocate(name))
        }
        guard isSent, PQpipelineSync(link) == 1 else {
            flight.caller.resume(throwing: ConnectionFailure.lost(sent: true))
            return lose()
        }
        pipeline.expectSync(for: flight)
        wantsWrite = true
    }

    private func send(_ sql: SQL, isBinary: Bool, to link: OpaquePointer) -> Bool {
        let format: Int32 = isBinary ? 1 : 0
        let use = statements.use(sql.text, flight: flightNumber)
        let isSent = buffer.with(sql.parameters) { layout in
            switch use {
            case .once:
                return PQsendQueryParams(
                    link, sql.text, layout.count, layout.types, layout.values, layout.lengths, layout.formats, format) == 1
            case .prepare(let name):
                pipeline.expect(.prepare(sql.text))
                return PQsendPrepare(link, name, sql.text, layout.count, layout.types) == 1
                    && PQsendQueryPrepared(link, name, layout.count, layout.values, layout.lengths, layout.formats, format) == 1
            case .ready(let name):
                return PQsendQueryPrepared(link, name, layout.count, layout.values, layout.lengths, layout.formats, format) == 1
            }
        }
        pipeline.expect(.query(sql.text))
        return isSent
    }

    private func flush(_ link: OpaquePointer) {
        switch PQflush(link) {
        case 0: wantsWrite = false
        case 1: wantsWrite = true
        default: lose()
        }
    }

    private func lose() {
        end(.lost(sent: false))
    }

    /// Answers everyone who still waits, each once.
    private func end(_ failure: ConnectionFailure) {
        guard case .open(let link) = phase else { return }
        phase = .over(failure)
        usable.store(false, ordering: .releasing)
        PQfinish(link)
        for flight in pipeline.abandon() { flight.caller.resume(throwing: ConnectionFailure.lost(sent: true)) }
        for closer in closers { closer.resume() }
        closers = []
    }
}

extension Table {
    var firstBytes: [UInt8]? {
        guard count > 0, columnCount > 0 else { return nil }
        return octets(0, 0).map { [UInt8]($0) }
    }
}
