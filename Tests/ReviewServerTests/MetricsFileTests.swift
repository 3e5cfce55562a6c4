import Foundation
import ReviewServer
import Testing

@Suite struct MetricsFileTests {
    @Test func `the file is replaced whole, everyone may read it, and nothing else is left`() throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.path + "/reviewd-metrics-\(UUID().uuidString)"
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            // try?: what is left of a temporary folder does no harm.
            try? files.removeItem(atPath: folder)
        }
        let file = MetricsFile(path: folder + "/reviewd.prom")
        try file.write("reviewd_a 1\nreviewd_b 2\n")
        let first = try files.attributesOfItem(atPath: folder + "/reviewd.prom")
        try file.write("reviewd_a 3\n")
        let second = try files.attributesOfItem(atPath: folder + "/reviewd.prom")
        #expect(try String(contentsOfFile: folder + "/reviewd.prom", encoding: .utf8) == "reviewd_a 3\n")
        #expect(second[.posixPermissions] as? Int == 0o644)
        // Another file under the same name: who reads the old one reads it to its end.
        #expect(first[.systemFileNumber] as? Int != second[.systemFileNumber] as? Int)
        #expect(try files.contentsOfDirectory(atPath: folder) == ["reviewd.prom"])
    }

    @Test func `a folder that is not there is an error`() {
        #expect(throws: (any Error).self) { try MetricsFile(path: "/nowhere/at/all/reviewd.prom").write("reviewd_a 1\n") }
    }
}
