import Foundation
import Glibc

/// Leaves nothing behind when the test process is cut short: ends what still runs on the folder, by process id, and removes it. The
/// folder must be there already; once it is gone nothing is watched any more.
enum EndOfProcess {
    static func remove(_ directory: String) throws {
        let watcher = Process()
        watcher.executableURL = URL(fileURLWithPath: "/bin/sh")
        watcher.arguments = [
            "-c",
            """
            while kill -0 \(getpid()) 2>/dev/null && [ -d '\(directory)' ]; do sleep 1; done
            [ -d '\(directory)' ] || exit 0
            for process in /proc/[0-9]*; do
                tr '\\0' ' ' <"$process/cmdline" 2>/dev/null | grep -q -- ' \(directory)[/ ]' || continue
                kill -TERM "${process#/proc/}"
                kill -CONT "${process#/proc/}"
            done
            sleep 5
            server=$(head -n 1 '\(directory)/postgresql/data/postmaster.pid' 2>/dev/null) && kill -QUIT "$server" 2>/dev/null && sleep 1
            rm -rf '\(directory)'
            """,
        ]
        watcher.standardInput = FileHandle.nullDevice
        watcher.standardOutput = FileHandle.nullDevice
        watcher.standardError = FileHandle.nullDevice
        try watcher.run()
    }
}
