import Foundation

/// A server of somebody else's making that writes down what it takes: `Tests/Programs/NAME FOLDER CERTIFICATE KEY …`, which prints its port and
/// ends with its standard input.
package final class PythonServer {
    package let port: Int
    /// Where it writes; also holds the certificate, which is to be trusted.
    package let folder: String
    private let process = Process()
    private let stdin = Pipe()

    package init(_ program: String, certificate: String, key: String, _ arguments: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.path + "/reviewd-server-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try certificate.write(toFile: folder + "/certificate.pem", atomically: true, encoding: .utf8)
        try key.write(toFile: folder + "/key.pem", atomically: true, encoding: .utf8)
        let stdout = Pipe()
        process.executableURL = URL(fileURLWithPath: PythonTools.interpreter)
        process.arguments =
            [TestCluster.root + "/Tests/Programs/" + program, folder, folder + "/certificate.pem", folder + "/key.pem"] + arguments
        (process.standardInput, process.standardOutput) = (stdin, stdout)
        try process.run()
        let line = String(decoding: stdout.fileHandleForReading.availableData, as: UTF8.self)
        port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    package var authorities: String { folder + "/certificate.pem" }

    /// In the order of arrival.
    package func taken<Record: Decodable>(as type: Record.Type) throws -> [Record] {
        var all: [Record] = []
        while let octets = FileManager.default.contents(atPath: "\(folder)/\(all.count + 1).json") {
            all.append(try JSONDecoder().decode(Record.self, from: octets))
        }
        return all
    }

    package func close() throws {
        try stdin.fileHandleForWriting.close()
        // Whoever else was started meanwhile may hold the other end of its input, and it was born with SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try FileManager.default.removeItem(atPath: folder)
    }
}
