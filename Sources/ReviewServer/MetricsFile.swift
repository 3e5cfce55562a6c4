import Foundation

/// A file that the node exporter's textfile collector reads: always a whole one, readable by everyone.
package struct MetricsFile: Sendable {
    private let path: String

    /// `path` ends in `.prom`; while it is written its name does not.
    package init(path: String) { self.path = path }

    package func write(_ text: String) throws {
        let fresh = "\(path).new"
        try Data(text.utf8).write(to: URL(fileURLWithPath: fresh))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: fresh)
        guard rename(fresh, path) == 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
    }
}
