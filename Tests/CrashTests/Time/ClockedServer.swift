import Foundation
import Glibc
import Support

@testable import Postgres

/// A PostgreSQL whose clock a test sets while it runs: libfaketime reads it from a file at every look.
struct ClockedServer: Sendable {
    /// Without it the tests that need it say nothing, unless nothing may be skipped.
    static let isHere = Skips.areForbidden || library != nil

    let server: EmbeddedServer
    private let file: String

    /// Runs `body` with a server that holds a copy of the scene under its name, and removes it.
    static func with(_ body: (ClockedServer) async throws -> Void) async throws {
        let folder = "/tmp/reviewd-clock-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try EndOfProcess.remove(folder)
        let clocked = try ClockedServer(folder)
        try await clocked.server.start()
        let result: Result<Void, any Error>
        do {
            try await Dump.of(DueScene.template, in: TestCluster.shared.server()).restore(DueScene.template, in: clocked.server)
            result = .success(try await body(clocked))
        } catch {
            result = .failure(error)
        }
        await clocked.server.stop()
        try FileManager.default.removeItem(atPath: folder)
        try result.get()
    }

    private init(_ folder: String) throws {
        file = folder + "/clock"
        server = EmbeddedServer(
            directory: folder + "/postgresql", settings: ["fsync": "off", "synchronous_commit": "off"],
            variables: [
                "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            ])
        try set("+0")
    }

    /// How far it is from the real one from now on: `+1h`, `-1h`, `+1y`, or `+0` when it is right.
    func set(_ difference: String) throws {
        try difference.write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    }

    private static let library: String? = {
        // try?: a machine without that folder does not have the library.
        let machines = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
        return machines.map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }.first { FileManager.default.fileExists(atPath: $0) }
    }()
}
