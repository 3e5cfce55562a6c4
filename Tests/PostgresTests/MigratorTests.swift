import Foundation
import Testing

@testable import Postgres

/// A folder of SQL files for one test, removed with it.
private final class SchemaFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("schema-\(UUID().uuidString)").path

    init(_ files: [String: String]) throws {
        for (name, text) in files { try write(name, text) }
    }

    deinit {
        // try?: a folder left in the temporary directory does no harm.
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ name: String, _ text: String) throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
}

@Suite struct MigratorTests {
    private let files = [
        "migrations/0001_things.sql": "create table thing (id int primary key);\ninsert into thing values (1);",
        "migrations/0002_more.sql": "alter table thing add column note text;",
        "policies/thing.sql": "alter table thing enable row level security;",
        "views/a_thing.sql": "create or replace view a_thing as select * from thing;",
    ]

    private func pending(_ folder: SchemaFolder, _ string: ConnectionString) async throws -> [Int] {
        try await TestServer.withConnection(string) { try await Migrator(directory: folder.path).pending(on: $0).map(\.number) }
    }

    @Test func `what is pending is applied once and in order`() async throws {
        let string = try await TestServer.database()
        let folder = try SchemaFolder(files)
        #expect(try await pending(folder, string) == [1, 2, 0])
        #expect(try await Migrator(directory: folder.path).migrate(string).map(\.name) == ["things", "more", "policies and views"])
        #expect(try await pending(folder, string) == [])
        #expect(try await Migrator(directory: folder.path).migrate(string).isEmpty)
        try folder.write("migrations/0003_last.sql", "insert into thing values (3)")
        #expect(try await Migrator(directory: folder.path).migrate(string).map(\.number) == [3])
    }

    @Test func `policies and views are applied again when one of them changes`() async throws {
        let string = try await TestServer.database()
        let folder = try SchemaFolder(files)
        _ = try await Migrator(directory: folder.path).migrate(string)
        try folder.write("views/a_thing.sql", "create or replace view a_thing as select id, note, 1 as one from thing;")
        #expect(try await pending(folder, string) == [0])
        #expect(try await Migrator(directory: folder.path).migrate(string).map(\.number) == [0])
        try await TestServer.withConnection(string) { _ = try await $0.flight(["select one from a_thing"]) }
    }

    @Test func `a migration that was changed after it was applied is refused by name`() async throws {
        let string = try await TestServer.database()
        let folder = try SchemaFolder(files)
        _ = try await Migrator(directory: folder.path).migrate(string)
        try folder.write("migrations/0002_more.sql", "alter table thing add column remark text;")
        let error = await #expect(throws: MigrationFailure.self) { try await Migrator(directory: folder.path).migrate(string) }
        #expect(error?.description == "migration 2 more was changed after it had been applied")
        await #expect(throws: MigrationFailure.self) { try await pending(folder, string) }
    }

    @Test func `a database newer than the release is refused`() async throws {
        let string = try await TestServer.database()
        let newer = try SchemaFolder(files)
        _ = try await Migrator(directory: newer.path).migrate(string)
        let older = try SchemaFolder(files.filter { !$0.key.contains("0002") })
        let error = await #expect(throws: MigrationFailure.self) { try await pending(older, string) }
        #expect(error == .unknown(Migration.ID(number: 2, name: "more")))
    }

    @Test func `a migration that fails leaves nothing behind, and works when it is mended`() async throws {
        let string = try await TestServer.database()
        let folder = try SchemaFolder(files)
        try folder.write("migrations/0002_more.sql", "create table half (n int); select 1 / 0;")
        let error = await #expect(throws: MigrationFailure.self) { try await Migrator(directory: folder.path).migrate(string) }
        #expect(error?.description.hasPrefix("migration 2 more failed: 22012") == true)
        #expect(try await pending(folder, string) == [2, 0])
        try folder.write("migrations/0002_more.sql", "create table half (n int);")
        #expect(try await Migrator(directory: folder.path).migrate(string).map(\.number) == [2, 0])
    }

    @Test func `a migration may not end its transaction`() async throws {
        let string = try await TestServer.database()
        let folder = try SchemaFolder(["migrations/0001_sly.sql": "create table sly (n int); commit;"])
        let error = await #expect(throws: MigrationFailure.self) { try await Migrator(directory: folder.path).migrate(string) }
        #expect(error == .endedTransaction(Migration.ID(number: 1, name: "sly")))
    }

    @Test func `several migrators at once apply each step once`() async throws {
        let string = try await TestServer.database()
        var many = files
        for number in 3...12 {
            many["migrations/00\(number < 10 ? "0" : "")\(number)_step.sql"] = "insert into thing values (\(number))"
        }
        let folder = try SchemaFolder(many)
        let path = folder.path
        let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 { group.addTask { try await Migrator(directory: path).migrate(string).map(\.number) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == Array(0...12))
    }

    @Test(arguments: [
        ("migrations/1_short.sql", "1_short.sql is not named NNNN_name.sql"),
        ("migrations/0001_two.sql", "two migrations have the number 1"),
    ])
    func `a file with a wrong name is refused`(name: String, sentence: String) async throws {
        let string = try await TestServer.database()
        let folder = try SchemaFolder(files)
        try folder.write(name, "select 1")
        let error = await #expect(throws: MigrationFailure.self) { try await pending(folder, string) }
        #expect(error?.description == sentence)
    }

    @Test func `a folder without migrations is an error, not an empty schema`() async throws {
        let string = try await TestServer.database()
        await #expect(throws: MigrationFailure.unreadable("/nowhere/migrations")) {
            try await Migrator(directory: "/nowhere").migrate(string)
        }
    }
}
