import Foundation

/// Programs of others that read what we write: `.venv-test`, made by scripts/test.
package enum PythonTools {
    package static let interpreter = TestCluster.root + "/.venv-test/bin/python"

    /// Without them a test that needs them says nothing, unless nothing may be skipped.
    package static let areHere = Skips.areForbidden || FileManager.default.isExecutableFile(atPath: interpreter)

    /// What `Tests/Programs/NAME` prints when it is given that input.
    package static func run(_ name: String, input: [UInt8]) throws -> Data {
        let (process, stdin, stdout) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: interpreter)
        process.arguments = [TestCluster.root + "/Tests/Programs/" + name]
        (process.standardInput, process.standardOutput) = (stdin, stdout)
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return output
    }
}

/// Whether a test may be left out because a program that it needs is missing. Where the tests decide whether a change lands, it must fail.
package enum Skips {
    package static let areForbidden = ProcessInfo.processInfo.environment["REVIEWD_NO_SKIPS"] != nil
}
