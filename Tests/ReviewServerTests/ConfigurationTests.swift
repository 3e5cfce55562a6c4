import Foundation
import Support
import Testing

/// What an operator hears of a configuration that is not good, before anything is touched.
@Suite struct ConfigurationTests {
    /// The exit status of `reviewd check-config` with this file, and all that it says.
    private func check(_ yaml: String) throws -> (status: Int32, said: String) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("reviewd-\(UUID().uuidString).yaml")
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) } }
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        return try Program.run(["check-config", "--config", file.path])
    }

    @Test(arguments: [
        ("listen:\n  tls: \"127.0.0.1:7118\"\n", "listen.tls must be a list of texts"),
        ("listen:\n  tsl: []\n", "listen.tsl is no key that reviewd knows"),
        ("listen:\n  plain: [\"nowhere\"]\n", "\"nowhere\" is no address"),
        ("database:\n  shared_connections: 0\n", "database.shared_connections must be a whole number from 1 to 1000, not 0"),
        ("time:\n  drain_seconds: soon\n", "time.drain_seconds must be a whole number"),
        ("database:\n  url: \"host=db.example.org user=reviewd\"\n", "off this machine in plain text"),
        ("database:\n  url: \"host=db.example.org sslmode=require\"\n", "add sslmode=verify-full to database.url"),
        ("deliver:\n  database_url: \"host=db.example.org\"\n", "add sslmode=verify-full to deliver.database_url"),
        ("deliver:\n  smtp_url: \"smtps://mail.example.org\"\n", "set deliver.from and deliver.domain"),
        ("jobs:\n  fire: \"often\"\n", "\"often\" of the job fire is no cron expression"),
    ])
    func `a slip is named, and nothing starts`(yaml: String, sentence: String) throws {
        let (status, said) = try check(yaml)
        #expect(status != 0)
        #expect(said.contains(sentence), "\(said)")
    }

    @Test func `the file that is shipped is good, and so is one with a single key`() throws {
        for yaml in [try String(contentsOfFile: TestCluster.root + "/config/reviewd.yaml", encoding: .utf8), "log:\n  level: debug\n"] {
            let (status, said) = try check(yaml)
            #expect(status == 0, "\(said)")
        }
    }
}
