import Foundation
import Support
import Testing

/// Every conversation under `Transcripts/` goes as it is written.
struct TranscriptTests {
    static let folder = TestCluster.root + "/Tests/TranscriptTests/Transcripts"

    static let names: [String] = {
        // try?: without the folder there is no conversation, and the next test says so
        let all = try? FileManager.default.contentsOfDirectory(atPath: folder)
        return (all ?? []).filter { $0.hasSuffix(".session") }.sorted()
    }()

    @Test func `there are conversations`() {
        #expect(Self.names.count >= 40)
    }

    @Test(.timeLimit(.minutes(15)), arguments: names) func `goes as it is written`(name: String) async throws {
        let text = try String(contentsOfFile: Self.folder + "/" + name, encoding: .utf8)
        let transcript = try Transcript(name: name, text: text)
        try await TestHouse.with(peopled: !transcript.isEmpty) { house in
            var runner = TranscriptRunner(house)
            let began = ContinuousClock.now
            try await runner.play(transcript)
            print("\(name): \(transcript.exchanges.count) exchanges in \(ContinuousClock.now - began)")
        }
    }
}
