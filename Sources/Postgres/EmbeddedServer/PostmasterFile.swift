import Foundation

/// What a running server says about itself in `postmaster.pid` of its data folder.
struct PostmasterFile {
    let processID: Int32

    /// Nil unless the file names a living process that works in this very folder: a number alone may have been used again.
    init?(dataDirectory: String) {
        // try?: without a readable file there is no running server.
        guard let text = try? String(contentsOfFile: "\(dataDirectory)/postmaster.pid", encoding: .utf8),
            let line = text.split(separator: "\n").first, let processID = Int32(line.trimmingCharacters(in: .whitespaces)),
            // try?: as above, a process that is gone has no folder.
            let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(processID)/cwd"),
            let data = realpath(dataDirectory, nil)
        else { return nil }
        defer { free(data) }
        guard folder == String(cString: data) else { return nil }
        self.processID = processID
    }
}
