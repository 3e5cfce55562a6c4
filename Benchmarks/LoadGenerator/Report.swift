import Foundation
import ReviewWire

/// What a run measured.
struct Report {
    private var nanoseconds: [UInt64] = []
    var seconds = 0.0
    var clientCPUSeconds = 0.0
    var refusals = 0
    var firstRefusal: String?
    var unanswered = 0

    mutating func reserve(seconds: Double) { nanoseconds.reserveCapacity(Int(seconds * 100_000)) }

    mutating func add(_ value: UInt64) { nanoseconds.append(value) }

    /// User and system time of this process.
    static var cpuSeconds: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// Those of the warm-up and of the end among them.
    var answeredInAll = 0

    var answered: Int { nanoseconds.count }

    /// Requests a second.
    var rate: Double { seconds > 0 ? Double(nanoseconds.count) / seconds : 0 }

    /// A quantile of the times that answers took.
    func milliseconds(_ quantile: Double) -> Double {
        let sorted = nanoseconds.sorted()
        guard !sorted.isEmpty else { return 0 }
        let rank = min(sorted.count - 1, Int(Double(sorted.count) * quantile))
        return (Double(sorted[rank]) / 1e3).rounded() / 1e3
    }

    /// Throws when anything was refused or lost.
    func requireAnswers() throws {
        guard refusals == 0, unanswered == 0 else {
            throw SocketError(text: "\(refusals) refused, \(unanswered) unanswered; the first: \(firstRefusal ?? "none")")
        }
    }

    /// Prints and, when anything was refused or lost, ends with a failure.
    func print(name: String, json: Bool) throws {
        let members: [(String, JSONValue)] = [
            ("name", .string(name)), ("requests", .int(Int64(answered))), ("seconds", .double(seconds)),
            ("requests_per_second", .double((rate * 10).rounded() / 10)), ("p50_ms", .double(milliseconds(0.5))),
            ("p99_ms", .double(milliseconds(0.99))), ("max_ms", .double(milliseconds(1))), ("refusals", .int(Int64(refusals))),
            ("unanswered", .int(Int64(unanswered))), ("client_cpu_seconds", .double((clientCPUSeconds * 1000).rounded() / 1000)),
        ]
        if json {
            Swift.print(String(decoding: JSONValue.object(members).encoded(), as: UTF8.self))
        } else {
            for (name, value) in members {
                Swift.print("\(name): \(value.text ?? String(decoding: value.encoded(), as: UTF8.self))")
            }
        }
        try requireAnswers()
    }
}
