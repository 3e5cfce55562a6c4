import Foundation

/// Files that only their owner may read: written whole or not at all.
enum PrivateFile {
    /// By way of a `DraftFile`; folders on the way are made for the owner alone.
    static func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let data = try encoder.encode(value)
            let folder = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let draft = try DraftFile(replacing: path)
            try draft.write(data)
            try draft.keep()
        } catch let error as LocalError {
            throw error
        } catch {
            throw LocalError(message: "\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Nil when there is no such file; a file that is not what it should be is an error that names it.
    static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw LocalError(message: "\(path) is damaged; move it away and try again.")
        }
    }

    static func remove(_ path: String) {
        // A file that is gone already is what is wanted.
        unlink(path)
    }

    /// Names in a folder, in their order; empty when there is none.
    static func names(in folder: String) -> [String] {
        // try?: a folder that is not there has no files.
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }

    /// A text as part of a file name.
    static func fileName(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "_" })
    }
}
