import ReviewClient

/// Remembers the key of an unfinished upload, so that the same file sent again goes on where it stood.
struct UploadJournal: Codable, Sendable {
    let key: String

    private static func path(_ file: String) -> String { Folders.uploads + "/" + PrivateFile.fileName(file) + ".json" }

    /// The key for this file on this server, new when no upload of it is unfinished.
    static func key(server: String, login: String, digest: String) throws -> String {
        let path = path("\(server)-\(login)-\(digest)")
        if let journal = try PrivateFile.read(UploadJournal.self, from: path) { return journal.key }
        let journal = UploadJournal(key: IdempotencyKey.make())
        try PrivateFile.write(journal, to: path)
        return journal.key
    }

    /// Whatever is unfinished of that login: its file's digest beside a login tells whose a published paper is.
    static func forget(of login: String, at server: String) {
        let beginning = PrivateFile.fileName("\(server)-\(login)-")
        for name in PrivateFile.names(in: Folders.uploads) where name.hasPrefix(beginning) {
            // What follows is a digest alone: another login may begin with this one and a hyphen.
            guard !name.dropFirst(beginning.count).contains("-") else { continue }
            PrivateFile.remove(Folders.uploads + "/" + name)
        }
    }

    static func finish(server: String, login: String, digest: String) {
        PrivateFile.remove(path("\(server)-\(login)-\(digest)"))
    }
}
