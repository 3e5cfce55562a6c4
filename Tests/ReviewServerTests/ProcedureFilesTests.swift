import Foundation
import Postgres
import Support
import Testing

/// A procedure that a cycle uses never changes: the daemon does not start with another text under its name.
@Suite(.timeLimit(.minutes(15))) struct ProcedureFilesTests {
    @Test func `a file that changed, or went, since cycles began with it stops the start, and is named with both digests`() async throws {
        let installation = try await TestCluster.shared.clone(peopled: true)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reviewd-config-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: TestCluster.root + "/config", toPath: folder)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
        let path = folder + "/procedures/appeal-1.yaml"
        let environment = [
            "REVIEWD_DATABASE_URL": installation.daemon.description, "REVIEWD_FILES_CONFIG": folder,
            "REVIEWD_FILES_SQL": TestCluster.root + "/sql", "REVIEWD_LISTEN_PLAIN": "127.0.0.1:0",
        ]
        let check = ["check-config", "--database"]
        let good = try Program.run(check, environment: environment)
        #expect(good.status == 0, "\(good.said)")

        let connection = try await Connection.open(installation.daemon)
        let began = try await connection.flight(["select digest from procedure_version where procedure = 'appeal'"])[0].decode(
            0, as: String.self)
        await connection.close()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("plus: 6 months", with: "plus: 7 months").write(toFile: path, atomically: true, encoding: .utf8)
        for arguments in [check, ["serve"], ["jobs", "run", "follow-up"]] {
            let (status, said) = try Program.run(arguments, environment: environment)
            #expect(status != 0)
            #expect(said.contains(path) && said.contains(began) && said.contains("put the file back"), "\(arguments) \(said)")
            #expect(said.matches(of: /[0-9a-f]{64}/).count == 2, "\(said)")
        }
        try FileManager.default.removeItem(atPath: path)
        let gone = try Program.run(check, environment: environment)
        #expect(gone.status != 0 && gone.said.contains("\(path) is not there"), "\(gone.said)")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try Program.run(check, environment: environment).status == 0)
    }
}
