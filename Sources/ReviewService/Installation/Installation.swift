import Foundation
import Postgres

/// One database of reviewd: made once by a superuser, migrated by its owner, opened by the daemon.
package struct Installation: Sendable {
    /// The folder `sql/` of the distribution.
    package let sql: String
    /// A superuser's way in, to any database of the cluster.
    package let superuser: ConnectionString
    package let database: String

    /// `database`: lower-case letters, digits and underscores.
    package init(sql: String, superuser: ConnectionString, database: String = "reviewd") {
        precondition(database.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
        self.sql = sql
        self.superuser = superuser
        self.database = database
    }

    package var owner: ConnectionString { superuser.with(database: database).with(user: "reviewd_owner") }
    package var daemon: ConnectionString { superuser.with(database: database).with(user: "reviewd") }

    /// Makes roles, database and schema where they are missing, migrates, and settles once whether this is a rehearsal; a rehearsal's clock
    /// starts at `startsAt`, or now.
    package func prepare(isRehearsal: Bool, startsAt: Instant? = nil) async throws {
        try await Self.on(superuser) { connection in
            try await connection.script(try text("roles.sql"))
            let exists = try await connection.flight(["select exists (select from pg_database where datname = \(database))"])[0]
            if try !exists.decode(0, as: Bool.self) { try await connection.script("create database \(database) owner reviewd_owner") }
        }
        try await Self.on(superuser.with(database: database)) { try await $0.script(try text("database.sql")) }
        _ = try await Migrator(directory: sql).migrate(owner)
        try await Self.settle(owner, isRehearsal: isRehearsal, startsAt: startsAt)
    }

    /// Takes the database back, with all that is in it.
    package func drop() async throws {
        try await Self.on(superuser) { try await $0.script("drop database \(database) with (force)") }
    }

    /// Decides once, as the owner, whether this is a rehearsal; a later call changes nothing.
    package static func settle(_ owner: ConnectionString, isRehearsal: Bool, startsAt: Instant? = nil) async throws {
        try await on(owner) { connection in
            _ = try await connection.flight([
                """
                insert into installation (rehearsal, secret, created_at, place)
                values (\(isRehearsal), uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), clock_timestamp(), place())
                on conflict do nothing
                """,
                """
                insert into rehearsal_clock (ahead) values (coalesce(\(isRehearsal ? startsAt : nil)::timestamptz - clock_timestamp(), '0'))
                on conflict do nothing
                """,
            ])
        }
    }

    /// What was settled: whether this is a rehearsal, and the secret that seals cursors.
    package static func settled(_ string: ConnectionString) async throws -> (isRehearsal: Bool, secret: [UInt8]) {
        let connection = try await Connection.open(string)
        do {
            let table = try await connection.flight(["select rehearsal, secret from installation"])[0]
            await connection.close()
            return try table.decode(0, as: (Bool, [UInt8]).self)
        } catch {
            await connection.close()
            throw error
        }
    }

    private func text(_ file: String) throws -> String { try String(contentsOfFile: "\(sql)/\(file)", encoding: .utf8) }

    private static func on(_ string: ConnectionString, _ body: (Connection) async throws -> Void) async throws {
        let connection = try await Connection.open(string)
        do {
            try await body(connection)
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }
}
