import Foundation

/// A file in the making, for its owner alone, beside the one that it is to replace: it takes that one's place whole, or goes away.
final class DraftFile {
    private let target: String
    private let path: String
    private let descriptor: Int32
    private var isKept = false

    /// Throws `LocalError`, also where the target is a folder, a link or a device: those are not replaced.
    init(replacing target: String) throws {
        self.target = target
        path = "\(target).\(getpid()).new"
        var status = stat()
        guard lstat(target, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
            throw LocalError(message: "\(target) is not an ordinary file, and is not replaced.")
        }
        unlink(path)
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    func write(_ octets: some Collection<UInt8>) throws {
        var rest = Array(octets)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    /// Syncs it and puts it in its place.
    func keep() throws {
        guard fsync(descriptor) == 0, rename(path, target) == 0 else { throw Self.failure(target) }
        isKept = true
    }

    private static func failure(_ path: String) -> LocalError {
        LocalError(message: "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isKept { unlink(path) }
    }
}
