import Foundation

/// A private PostgreSQL cluster in a folder: data checksums on, Unix socket only, started and stopped by this process.
///
/// A process that is killed leaves its server running; the next one over the same folder takes it over.
package actor EmbeddedServer {
    private nonisolated let folders: ServerFolders
    private let binaries: String?
    private let ownerName: String?
    private let settings: [String: String]
    private let variables: [String: String]
    private var programs: ServerPrograms?
    private var lock: Int32 = -1

    /// `binaries` is PostgreSQL's `bin`, found when nil; `owner` the user to run as when started as root; `settings` are
    /// lines of `postgresql.conf` over the defaults, `variables` stand in the environment of the server's programs.
    package init(
        directory: String, binaries: String? = nil, owner: String? = nil, settings: [String: String] = [:],
        variables: [String: String] = [:]
    ) {
        folders = ServerFolders(directory)
        self.binaries = binaries
        ownerName = owner
        (self.settings, self.variables) = (settings, variables)
    }

    deinit {
        if lock >= 0 { close(lock) }
    }

    /// The superuser of the cluster, for installing roles and databases.
    package static let superuser = "postgres"

    /// The process of the running server.
    package nonisolated var processID: Int32? { PostmasterFile(dataDirectory: folders.data)?.processID }

    package nonisolated func connectionString(user: String, database: String) -> ConnectionString {
        // A server of one's own on a socket is either there or not: one that takes long is busy, not away.
        ConnectionString(values: ["host": folders.sockets, "port": "5432", "user": user, "dbname": database, "connect_timeout": "120"])
    }

    /// Creates the cluster when there is none, takes over a server that was left running, or starts one; returns when it
    /// accepts connections. Throws `ServerFailure`.
    package func start() async throws {
        guard programs == nil else { return }
        let owner = try ServerOwner.resolve(ownerName)
        let programs = try ServerPrograms(directory: binaries, owner: owner, release: folders.release, variables: variables)
        try folders.prepare(for: owner)
        try takeLock()
        do {
            try await bringUp(programs, owner)
        } catch {
            releaseLock()
            throw error
        }
        self.programs = programs
    }

    /// Shuts the server down after ending its sessions; returns when it has ended.
    package func stop() async {
        guard let programs else { return }
        self.programs = nil
        do {
            try await shutDown(programs, mode: "fast")
        } catch {
            // try?: what does not even end at once is left running, and the next start takes it over.
            try? await shutDown(programs, mode: "immediate")
        }
        releaseLock()
    }

    private func bringUp(_ programs: ServerPrograms, _ owner: ServerOwner?) async throws {
        if !FileManager.default.fileExists(atPath: folders.data + "/PG_VERSION") { try await create(programs, owner) }
        let hasChanged = try writeSettings(owner)
        if processID != nil {
            // A server that still starts up or shuts down may refuse; both end here in one that accepts connections.
            if !hasChanged, await accepts() { return }
            try await shutDown(programs, mode: "fast")
        }
        try await launch(programs)
    }

    private func shutDown(_ programs: ServerPrograms, mode: String) async throws {
        if processID == nil { return }
        do {
            try await programs.run("pg_ctl", ["stop", "-D", folders.data, "-m", mode, "-w", "-t", "120", "-s"])
        } catch {
            // It may have ended by itself since it was looked at.
            if processID != nil { throw error }
        }
    }

    private func launch(_ programs: ServerPrograms) async throws {
        let arguments = ["start", "-D", folders.data, "-l", folders.log, "-w", "-t", "120", "-s"]
        for attempt in 1... {
            do {
                return try await programs.run("pg_ctl", arguments)
            } catch let failure as ServerFailure {
                // After kill -9 of the server its children hold the shared memory, and its number stays taken, until the
                // kernel and init have cleared up a moment later.
                let mayPass = logTail.contains("shared memory block") || logTail.contains("postmaster.pid\" already exists")
                guard attempt < 50, mayPass, processID == nil else {
                    throw ServerFailure("\(failure.description); \(folders.log) ends: \(logTail)")
                }
                await pause(until: .now + .milliseconds(100))
            }
        }
    }

    private func create(_ programs: ServerPrograms, _ owner: ServerOwner?) async throws {
        // Made beside its place and renamed when whole: a creation that was cut short starts again from nothing.
        let unfinished = folders.data + ".new"
        // try?: usually there is nothing to remove, and initdb names what is in its way.
        try? FileManager.default.removeItem(atPath: unfinished)
        guard mkdir(unfinished, 0o700) == 0 else {
            throw ServerFailure("\(unfinished) cannot be created: \(String(cString: strerror(errno)))")
        }
        try folders.claim(unfinished, for: owner)
        try await programs.run(
            "initdb",
            [
                "-D", unfinished, "-U", EmbeddedServer.superuser, "--data-checksums", "--auth-local=trust", "--auth-host=reject",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
            ])
        let line = Data("include = 'reviewd.conf'\n".utf8)
        guard let file = FileHandle(forWritingAtPath: unfinished + "/postgresql.conf") else {
            throw ServerFailure("\(unfinished)/postgresql.conf cannot be written")
        }
        try file.seekToEnd()
        try file.write(contentsOf: line)
        try file.close()
        guard rename(unfinished, folders.data) == 0 else {
            throw ServerFailure("\(folders.data) cannot be put in place: \(String(cString: strerror(errno)))")
        }
    }

    /// Whether the file differs from the one that a running server has read.
    private func writeSettings(_ owner: ServerOwner?) throws -> Bool {
        var all = [
            "listen_addresses": "", "unix_socket_directories": folders.sockets, "unix_socket_permissions": "0700",
            "port": "5432", "max_connections": "60", "fsync": "on", "timezone": "UTC", "log_timezone": "UTC", "jit": "off",
            "password_encryption": "scram-sha-256", "cluster_name": "reviewd",
        ]
        all.merge(settings) { _, given in given }
        let text = all.sorted { $0.key < $1.key }
            .map { "\($0.key) = '\($0.value.replacingOccurrences(of: "'", with: "''"))'\n" }.joined()
        let path = folders.data + "/reviewd.conf"
        // try?: a file that is not there yet differs.
        if (try? String(contentsOfFile: path, encoding: .utf8)) == text { return false }
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw ServerFailure("\(path) cannot be written: \(error.localizedDescription)")
        }
        try folders.claim(path, for: owner)
        return true
    }

    private func accepts() async -> Bool {
        // try?: any refusal means that the server is not one to take over.
        guard let connection = try? await Connection.open(connectionString(user: EmbeddedServer.superuser, database: "postgres"))
        else { return false }
        await connection.close()
        return true
    }

    /// Held while this process lives, so that two never own one server; the kernel frees it even after kill -9.
    private func takeLock() throws {
        let file = open(folders.lock, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw ServerFailure("\(folders.lock) cannot be opened: \(String(cString: strerror(errno)))") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw ServerFailure("another process already runs the PostgreSQL server in \(folders.root)")
        }
        lock = file
    }

    private func releaseLock() {
        if lock >= 0 {
            // A child that is just being made holds a copy of the descriptor until it becomes another program.
            flock(lock, LOCK_UN)
            close(lock)
        }
        lock = -1
    }

    private var logTail: String {
        // try?: the log only explains a failure that is reported anyway.
        let text = (try? String(contentsOfFile: folders.log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(4).joined(separator: "; ")
    }
}
