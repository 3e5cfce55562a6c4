import Foundation
import Testing

@testable import Postgres

@Suite(.serialized) struct EmbeddedServerTests {
    /// A folder of its own for `body`, with whatever server is left in it stopped afterwards.
    private func withDirectory(_ purpose: String, _ body: (String) async throws -> Void) async throws {
        let directory = TestServer.temporaryDirectory(purpose)
        do {
            try await body(directory)
        } catch {
            Issue.record(error)
        }
        let last = EmbeddedServer(directory: directory)
        // try?: only to stop what a failed test has left.
        if last.processID != nil { try? await last.start() }
        await last.stop()
        try FileManager.default.removeItem(atPath: directory)
    }

    private func answer(_ server: EmbeddedServer, _ sql: SQL) async throws -> String? {
        let string = server.connectionString(user: EmbeddedServer.superuser, database: "postgres")
        return try await TestServer.withConnection(string) { try await $0.flight([sql])[0].text(0, 0) }
    }

    @Test func `a server is created with checksums, without TCP, and keeps its data over a restart`() async throws {
        try await withDirectory("create") { directory async throws in
            let server = EmbeddedServer(directory: directory)
            try await server.start()
            #expect(try await answer(server, "show data_checksums") == "on")
            #expect(try await answer(server, "show listen_addresses") == "")
            #expect(try await answer(server, "show fsync") == "on")
            _ = try await answer(server, "create table kept as select 'yes' as word")
            await server.stop()
            #expect(server.processID == nil)
            try await server.start()
            #expect(try await answer(server, "select word from kept") == "yes")
            await server.stop()
        }
    }

    @Test func `two processes never own one server`() async throws {
        try await withDirectory("two") { directory async throws in
            let first = EmbeddedServer(directory: directory)
            try await first.start()
            let error = await #expect(throws: ServerFailure.self) { try await EmbeddedServer(directory: directory).start() }
            #expect(error?.description == "another process already runs the PostgreSQL server in \(directory)")
            await first.stop()
        }
    }

    @Test func `a server whose owner was killed is taken over as it runs`() async throws {
        try await withDirectory("orphan") { directory async throws in
            var owner: EmbeddedServer? = EmbeddedServer(directory: directory)
            try await owner?.start()
            let process = owner?.processID
            // The kernel frees a killed owner's lock, and so does the end of this one.
            owner = nil
            let heir = EmbeddedServer(directory: directory)
            try await heir.start()
            #expect(heir.processID == process)
            #expect(try await answer(heir, "select 1") == "1")
            await heir.stop()
            #expect(heir.processID == nil)
        }
    }

    @Test func `a server that was left with other settings is started again`() async throws {
        try await withDirectory("settings") { directory async throws in
            var owner: EmbeddedServer? = EmbeddedServer(directory: directory)
            try await owner?.start()
            owner = nil
            let heir = EmbeddedServer(directory: directory, settings: ["max_connections": "23"])
            try await heir.start()
            #expect(try await answer(heir, "show max_connections") == "23")
            await heir.stop()
        }
    }

    @Test func `a server that was killed itself is started again and has what was committed`() async throws {
        try await withDirectory("killed") { directory async throws in
            let server = EmbeddedServer(directory: directory)
            try await server.start()
            _ = try await answer(server, "create table kept as select 'yes' as word")
            kill(try #require(server.processID), SIGKILL)
            await until { server.processID == nil }
            await server.stop()
            try await server.start()
            #expect(try await answer(server, "select word from kept") == "yes")
            await server.stop()
        }
    }

    @Test func `a creation that was cut short starts again from nothing`() async throws {
        try await withDirectory("cut") { directory async throws in
            try FileManager.default.createDirectory(atPath: directory + "/data.new/base", withIntermediateDirectories: true)
            let server = EmbeddedServer(directory: directory)
            try await server.start()
            #expect(try await answer(server, "select 1") == "1")
            await server.stop()
        }
    }

    @Test func `a long path gets a socket elsewhere`() async throws {
        try await withDirectory("long") { directory async throws in
            let server = EmbeddedServer(directory: directory + "/" + String(repeating: "x", count: 90))
            try await server.start()
            #expect(try await answer(server, "select 1") == "1")
            let folder = try await answer(server, "show unix_socket_directories")
            #expect(folder?.hasPrefix("/tmp/reviewd-") == true)
            await server.stop()
            if let folder { try FileManager.default.removeItem(atPath: folder) }
        }
    }

    @Test func `programs that are not there are named`() async throws {
        let server = EmbeddedServer(directory: "/tmp/unused", binaries: "/nowhere")
        let error = await #expect(throws: ServerFailure.self) { try await server.start() }
        #expect(error?.description == "/nowhere does not hold PostgreSQL's initdb, pg_ctl and postgres")
    }
}
