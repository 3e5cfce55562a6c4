import Foundation
import Support

@testable import Postgres

/// A database as a file, made and brought back as docs/OPERATIONS.md says.
struct Dump {
    private let file: String

    static func of(_ database: String, in server: EmbeddedServer) async throws -> Dump {
        let dump = Dump(file: "/tmp/reviewd-\(UUID().uuidString).dump")
        try await run("pg_dump", server, ["--format=custom", "--file=\(dump.file)", database])
        return dump
    }

    /// Into a new database, perhaps of another cluster; the file is removed.
    func restore(_ database: String, in server: EmbeddedServer) async throws {
        let superuser = server.connectionString(user: EmbeddedServer.superuser, database: "postgres")
        let connection = try await Connection.open(superuser)
        try await connection.script(String(contentsOfFile: TestCluster.root + "/sql/roles.sql", encoding: .utf8))
        try await connection.script("create database \(database) owner reviewd_owner template template0")
        await connection.close()
        try await Self.run("pg_restore", server, ["--dbname=\(database)", "--exit-on-error", file])
        try FileManager.default.removeItem(atPath: file)
    }

    private static func run(_ program: String, _ server: EmbeddedServer, _ arguments: [String]) async throws {
        let string = server.connectionString(user: EmbeddedServer.superuser, database: "postgres")
        let programs = try ServerPrograms(directory: nil, owner: ServerOwner.resolve(nil), release: nil)
        try await programs.run(
            program, ["--host=\(string.parameters["host"] ?? "")", "--username=\(EmbeddedServer.superuser)"] + arguments)
    }
}
