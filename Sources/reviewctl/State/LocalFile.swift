import Crypto
import Foundation
import ReviewWire

/// A file that is to be sent: its name, size, digest and, as far as its name tells, its type.
struct LocalFile: Sendable {
    let path: String
    let name: String
    let size: Int
    /// Lower-case hex SHA-256.
    let digest: String

    /// Reads the whole file once, in constant memory.
    init(_ path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw LocalError(message: "The file \(path) cannot be read.") }
        defer { try? handle.close() }  // try?: nothing was written
        var hash = SHA256()
        var size = 0
        do {
            while let data = try handle.read(upToCount: 1 << 18), !data.isEmpty {
                hash.update(data: data)
                size += data.count
            }
        } catch {
            throw LocalError(message: "The file \(path) cannot be read: \(error.localizedDescription)")
        }
        self.path = path
        self.size = size
        name = (path as NSString).lastPathComponent
        digest = Hex.encode(hash.finalize())
    }

    /// Up to `count` octets from `offset` on.
    func read(at offset: Int, count: Int) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw LocalError(message: "The file \(path) cannot be read.") }
        defer { try? handle.close() }  // try?: nothing was written
        try handle.seek(toOffset: UInt64(offset))
        return try handle.read(upToCount: count).map { [UInt8]($0) } ?? []
    }

    var mediaType: String {
        switch (path as NSString).pathExtension.lowercased() {
        case "pdf": "application/pdf"
        case "txt", "text": "text/plain"
        case "md", "markdown": "text/markdown"
        case "csv": "text/csv"
        case "html", "htm": "text/html"
        case "json": "application/json"
        case "odt": "application/vnd.oasis.opendocument.text"
        case "ods": "application/vnd.oasis.opendocument.spreadsheet"
        case "doc": "application/msword"
        case "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case "xls": "application/vnd.ms-excel"
        case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "zip": "application/zip"
        default: "application/octet-stream"
        }
    }
}
