import Foundation

/// The unprivileged user that PostgreSQL runs as; it refuses to run as root.
struct ServerOwner: Sendable {
    let name: String
    let user: uid_t
    let group: gid_t

    /// Nil when this process already runs as the right user.
    static func resolve(_ name: String?) throws -> ServerOwner? {
        guard geteuid() == 0 else {
            guard let name, let entry = getpwnam(name), entry.pointee.pw_uid != geteuid() else { return nil }
            throw ServerFailure("only root can run PostgreSQL as \(name); start as that user instead")
        }
        let name = name ?? "postgres"
        guard let entry = getpwnam(name) else {
            throw ServerFailure("PostgreSQL may not run as root and there is no user \"\(name)\"; create it or name another")
        }
        guard entry.pointee.pw_uid != 0 else { throw ServerFailure("PostgreSQL may not run as root; name an unprivileged user") }
        return ServerOwner(name: name, user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
    }
}
