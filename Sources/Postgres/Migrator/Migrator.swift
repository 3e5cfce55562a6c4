import Foundation

/// Brings a database to the schema in a folder: numbered migrations, forward only and checksummed, then policies and views.
package struct Migrator: Sendable {
    private let directory: String

    /// The folder that holds `migrations/`, `policies/` and `views/`.
    package init(directory: String) {
        self.directory = directory
    }

    /// What `migrate` would apply, in order; throws `MigrationFailure` when files and database contradict each other.
    package func pending(on connection: Connection) async throws -> [Migration] {
        let steps = try steps()
        return try await pending(steps, on: connection).map(\.migration)
    }

    /// Applies what is pending, each step in a transaction of its own; what was applied. Two migrators may run at once.
    package func migrate(_ string: ConnectionString) async throws -> [Migration] {
        let steps = try steps()
        let connection = try await Connection.open(string)
        do {
            var applied: [Migration] = []
            while let migration = try await applyNext(of: steps, on: connection) { applied.append(migration) }
            await connection.close()
            return applied
        } catch {
            await connection.close()
            throw error
        }
    }

    private struct Pending {
        let migration: Migration
        let sha256: String
    }

    /// One transaction: the lock is held until its end, and what is pending is read after it was granted.
    private func applyNext(of steps: [Migration], on connection: Connection) async throws -> Migration? {
        _ = try await connection.flight(["begin"])
        do {
            _ = try await connection.flight(["select pg_advisory_xact_lock(hashtext('reviewd'), hashtext('schema_migration'))"])
            _ = try await connection.flight([Migrator.ledger])
            guard let next = try await pending(steps, on: connection).first else {
                _ = try await connection.flight(["commit"])
                return nil
            }
            try await apply(next, on: connection)
            _ = try await connection.flight(["commit"])
            return next.migration
        } catch {
            // try?: the first error is the one to tell, and closing the connection rolls back as well.
            _ = try? await connection.flight(["rollback"])
            throw error
        }
    }

    private func apply(_ next: Pending, on connection: Connection) async throws {
        let migration = next.migration
        do {
            try await connection.script(migration.text)
        } catch let error as PostgresError {
            throw MigrationFailure.refused(migration.id, error)
        }
        guard await connection.isInTransaction else { throw MigrationFailure.endedTransaction(migration.id) }
        _ = try await connection.flight([
            """
            insert into schema_migration (number, name, sha256) values (\(migration.number), \(migration.name), \(next.sha256))
            on conflict (number) do update set name = excluded.name, sha256 = excluded.sha256, applied_at = excluded.applied_at
            """
        ])
    }

    private func pending(_ steps: [Migration], on connection: Connection) async throws -> [Pending] {
        let exists = try await connection.flight(["select to_regclass('schema_migration') is not null"])[0].decode(0, as: Bool.self)
        var applied: [Int: (name: String, sha256: String)] = [:]
        if exists {
            let rows = try await connection.flight(["select number, name, sha256 from schema_migration"])[0]
            for (number, name, sha256) in try rows.rows(as: (Int, String, String).self) { applied[number] = (name, sha256) }
        }
        let digests = try await connection.flight(steps.map { "select encode(sha256(\(Array($0.text.utf8))), 'hex')" })
        var pending: [Pending] = []
        for (step, digest) in zip(steps, digests) {
            let sha256 = try digest.decode(0, as: String.self)
            let known = applied.removeValue(forKey: step.number)
            if known?.sha256 == sha256 { continue }
            guard known == nil || step.number == 0 else { throw MigrationFailure.changed(step.id) }
            pending.append(Pending(migration: step, sha256: sha256))
        }
        if let (number, row) = applied.min(by: { $0.key < $1.key }) {
            throw MigrationFailure.unknown(Migration.ID(number: number, name: row.name))
        }
        return pending
    }

    private func steps() throws -> [Migration] {
        let migrations = try files(in: "migrations").map { name, text in
            guard let migration = Migration(fileName: name, text: text) else { throw MigrationFailure.misnamed(name) }
            return migration
        }
        for (first, second) in zip(migrations, migrations.dropFirst()) where first.number == second.number {
            throw MigrationFailure.duplicate(first.number)
        }
        let repeatable = try (files(in: "policies") + files(in: "views")).map(\.text)
        if repeatable.isEmpty { return migrations }
        return migrations + [Migration(number: 0, name: "policies and views", text: repeatable.joined(separator: "\n"))]
    }

    /// The `.sql` files of a folder by name; a folder that does not exist has none, except the migrations'.
    private func files(in folder: String) throws -> [(name: String, text: String)] {
        let path = "\(directory)/\(folder)"
        guard FileManager.default.fileExists(atPath: path) || folder == "migrations" else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".sql") }.sorted()
                .map { (name: $0, text: try String(contentsOfFile: "\(path)/\($0)", encoding: .utf8)) }
        } catch {
            throw MigrationFailure.unreadable(path)
        }
    }

    /// Readable by all, so that the daemon can see that nothing is pending.
    private static let ledger: SQL = """
        do $$ begin
            if to_regclass('schema_migration') is null then
                create table schema_migration (
                    number integer primary key,
                    name text not null,
                    sha256 text not null,
                    applied_at timestamptz not null default clock_timestamp());
                grant select on schema_migration to public;
            end if;
        end $$
        """
}
