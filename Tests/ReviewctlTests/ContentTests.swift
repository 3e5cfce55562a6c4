import Foundation
import ReviewWire
import Scripted
import Testing

@testable import reviewctl

/// A document that is written to a file.
@Suite struct ContentTests {
    private let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    private func content(_ path: String, _ text: String) throws -> Content {
        let content = Content(json: false, outputPath: path)
        try content.take(ServerLine(number: 151, address: .untagged, json: Array(#"{"at":0,"n":3}"#.utf8), raw: Array(text.utf8)))
        return content
    }

    private func names(_ desk: Desk) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: desk.folder) }

    @Test func `it takes its place whole and for its owner alone`() async throws {
        try await Desk.with { _, _ in
            .nothing
        } _: { desk in
            let path = try desk.file("report.txt", Array("an older one".utf8))
            let content = try content(path, "abc")
            #expect(FileManager.default.contents(atPath: path) == Data("an older one".utf8))
            try content.finish(["size": 3, "sha256": .string(digest)])
            #expect(FileManager.default.contents(atPath: path) == Data("abc".utf8))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try names(desk) == ["report.txt"])
        }
    }

    @Test(arguments: ["abd", "ab"])
    func `what is not what the server names leaves no file`(_ text: String) async throws {
        try await Desk.with { _, _ in
            .nothing
        } _: { desk in
            do {
                let content = try content("\(desk.folder)/report.txt", text)
                #expect(throws: LocalError.self) { try content.finish(["size": 3, "sha256": .string(digest)]) }
            }
            #expect(try names(desk).isEmpty)
        }
    }

    @Test func `a refusal behind the first chunk leaves no file, and no device is replaced`() async throws {
        try await Desk.with { _, _ in
            .nothing
        } _: { desk in
            try content("\(desk.folder)/report.txt", "abc").giveUp()
            #expect(try names(desk).isEmpty)
            #expect(throws: LocalError.self) { try content("/dev/null", "abc") }
        }
    }
}
