import Postgres
import ReviewService

extension ConnectionString {
    /// The same, unless it would carry what it carries in plain text off this machine.
    func refusingPlainText(_ key: String) throws -> ConnectionString {
        guard isLoopbackOrSocket || isProtected else {
            throw Failure(
                "PostgreSQL would be reached off this machine in plain text, or without its proof of who it is; add sslmode=verify-full to \(key)."
            )
        }
        return self
    }
}

/// What must hold of a database before the daemon serves from it.
struct Preconditions {
    let database: ConnectionString
    let sql: String
    /// The folder with the procedures.
    let config: String

    init(database: ConnectionString, files: Configuration.Files) {
        (self.database, sql, config) = (database, files.sql, files.config)
    }

    /// Throws the first thing that is wrong, as a sentence.
    func check() async throws {
        let connection = try await Connection.open(database)
        do {
            try await Self.refuseUnbound(connection, "serve as the role reviewd")
            try await refusePending(connection)
            try await refuseChangedProcedures(connection)
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }

    /// The same of the deliverer's login, which needs nothing else.
    static func refuseUnbound(_ database: ConnectionString, _ remedy: String) async throws {
        let connection = try await Connection.open(database)
        do {
            try await refuseUnbound(connection, remedy)
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func refuseUnbound(_ connection: Connection, _ remedy: String) async throws {
        let table = try await connection.flight(["select rolname, rolsuper or rolbypassrls from pg_roles where rolname = current_user"])[0]
        let (name, isUnbound) = try table.decode(0, as: (String, Bool).self)
        guard !isUnbound else {
            throw Failure("the role \(name) is not bound by row-level security; \(remedy) (see docs/OPERATIONS.md).")
        }
    }

    private func refusePending(_ connection: Connection) async throws {
        let pending = try await Migrator(directory: sql).pending(on: connection)
        guard pending.isEmpty else {
            let names = pending.map { $0.id.description }.joined(separator: ", ")
            throw Failure("the database lacks \(names); run reviewd migrate first.")
        }
    }

    private func refuseChangedProcedures(_ connection: Connection) async throws {
        let complaints = try await ProcedureFiles(config: config).complaints(on: connection)
        guard complaints.isEmpty else { throw Failure(complaints.joined(separator: "\n")) }
    }
}
