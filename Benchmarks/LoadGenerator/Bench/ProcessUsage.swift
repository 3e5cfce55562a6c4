import Foundation

/// What /proc tells of the daemon's and the database's processes.
enum ProcessUsage {
    /// Resident memory in MiB.
    static func residentMiB(_ process: Int32) -> Double {
        let line = read("/proc/\(process)/status").split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Double(line.split(separator: " ").dropFirst().first ?? "").map { $0 / 1024 } ?? 0
    }

    /// User and system seconds of a process.
    static func cpuSeconds(_ process: Int32) -> Double {
        let fields = fields(process)
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// A process and its children, as the postmaster and its backends.
    static func family(_ parent: Int32) -> [Int32] {
        // try?: without /proc there is nothing to count.
        let all = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        return [parent] + all.filter { fields($0).dropFirst().first == "\(parent)" }
    }

    /// The fields of /proc/N/stat behind the program's name: state, parent, …
    private static func fields(_ process: Int32) -> [Substring] {
        let text = read("/proc/\(process)/stat")
        guard let end = text.lastIndex(of: ")") else { return [] }
        return text[text.index(after: end)...].split(separator: " ")
    }

    private static func read(_ path: String) -> String {
        // try?: a process that has ended has no file.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
