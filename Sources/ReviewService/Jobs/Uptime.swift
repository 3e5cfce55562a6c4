import Foundation
import Glibc
import Postgres
import ReviewModel

/// How long this machine has been up, sleep included: a count of time that nobody can set, to compare the database's clock with.
package struct Uptime: Sendable {
    /// Which start of the machine it counts from; empty where that cannot be known. Two starts cannot be compared.
    package let boot: String
    package let microseconds: Int64

    package init(boot: String, microseconds: Int64) { (self.boot, self.microseconds) = (boot, microseconds) }

    package static var now: Uptime {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Uptime(boot: boot, microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// systemd hides the kernel's own file from the service and gives its content instead.
    private static let boot: String = {
        if let given = ProcessInfo.processInfo.environment["REVIEWD_BOOT"] { return given }
        // try?: without it a clock that jumped while no daemon ran is noticed only when it went back.
        let read = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return (read ?? "").trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(of: "-", with: "")
    }()
}
