import Foundation

/// Where an embedded server keeps its files, and who may enter.
struct ServerFolders: Sendable {
    let root: String
    let data: String
    let sockets: String
    let log: String
    let lock: String

    init(_ directory: String) {
        root = URL(fileURLWithPath: directory).standardizedFileURL.path
        data = root + "/data"
        log = root + "/server.log"
        lock = root + "/server.lock"
        let inside = root + "/socket"
        // A socket's path may have 107 octets, and PostgreSQL adds its own name and ".lock".
        sockets = (inside + "/.s.PGSQL.5432.lock").utf8.count <= 100 ? inside : "/tmp/reviewd-\(ServerFolders.digest(root))"
    }

    /// The release of PostgreSQL that made the data; nil when there are none.
    var release: String? {
        // try?: without the file there is no cluster yet.
        (try? String(contentsOfFile: data + "/PG_VERSION", encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Makes the folders for the owner alone; the data folder is left to initdb.
    func prepare(for owner: ServerOwner?) throws {
        if !FileManager.default.fileExists(atPath: root) {
            do {
                try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
            } catch {
                throw ServerFailure("\(root) cannot be created: \(error.localizedDescription)")
            }
            try claim(root, for: owner)
        }
        for folder in [root + "/socket", sockets] where !FileManager.default.fileExists(atPath: folder) {
            guard mkdir(folder, 0o700) == 0 else { throw ServerFailure("\(folder) cannot be created: \(String(cString: strerror(errno)))") }
            try claim(folder, for: owner)
        }
        // Made here, because the folder may belong to whoever keeps other things in it.
        let file = open(log, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw ServerFailure("\(log) cannot be created: \(String(cString: strerror(errno)))") }
        close(file)
        try claim(log, for: owner)
        try checkPrivate(sockets, owner?.user ?? geteuid())
        if let owner { try checkReachable(by: owner) }
    }

    /// Another user may not have made a folder of a name that can be guessed.
    private func checkPrivate(_ folder: String, _ user: uid_t) throws {
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_mode & 0o077 == 0, status.st_uid == user else {
            throw ServerFailure("\(folder) must be a folder of the server's own user with mode 0700")
        }
    }

    private func checkReachable(by owner: ServerOwner) throws {
        var folder = URL(fileURLWithPath: root)
        while folder.path != "/" {
            var status = stat()
            stat(folder.path, &status)
            let bit: mode_t = status.st_uid == owner.user ? 0o100 : status.st_gid == owner.group ? 0o010 : 0o001
            guard status.st_mode & bit != 0 else {
                throw ServerFailure("the user \(owner.name) may not enter \(folder.path); choose a data folder that it can reach")
            }
            folder.deleteLastPathComponent()
        }
    }

    /// Gives a file or folder to the server's user; never what a link leads to, since the folder around it may already be theirs.
    func claim(_ path: String, for owner: ServerOwner?) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        defer { close(file) }
        guard file >= 0, fchmod(file, path == log || path.hasSuffix(".conf") ? 0o600 : 0o700) == 0 else {
            throw ServerFailure("the mode of \(path) cannot be set: \(String(cString: strerror(errno)))")
        }
        guard let owner else { return }
        guard fchown(file, owner.user, owner.group) == 0 else {
            throw ServerFailure("\(path) cannot be given to \(owner.name): \(String(cString: strerror(errno)))")
        }
    }

    /// FNV-1a: short, and the same in every process, so that a server left behind is found again.
    private static func digest(_ text: String) -> String {
        String(text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    }
}
