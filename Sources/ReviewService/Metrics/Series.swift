import Metrics
import Synchronization

/// One line of the exposition, or the lines of one histogram: a count, a value, or how often something took how long.
final class Series: CounterHandler, FloatingPointCounterHandler, RecorderHandler, TimerHandler, Sendable {
    enum Form: String { case counter, gauge, histogram }

    /// Upper bounds of a histogram, in seconds.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private struct State {
        var count: Int64 = 0
        var value = 0.0
        /// How many were within each bound but not within the one before.
        var buckets = [Int64](repeating: 0, count: Series.bounds.count)
    }

    let form: Form
    private let state = Mutex(State())

    init(_ form: Form) { self.form = form }

    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { state.withLock { $0.value += amount } }
    func reset() { state.withLock { $0 = State() } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        state.withLock { state in
            guard form == .histogram else { return state.value = value }
            state.count += 1
            state.value += value
            if let index = Self.bounds.firstIndex(where: { value <= $0 }) { state.buckets[index] += 1 }
        }
    }

    /// Lines of the text format 0.0.4; `labels` without braces.
    func lines(_ name: String, _ labels: String) -> String {
        let state = state.withLock { $0 }
        guard form == .histogram else { return Self.line(name, labels, state.value) }
        var text = ""
        var sum: Int64 = 0
        for (bound, count) in zip(Self.bounds, state.buckets) {
            sum += count
            text += Self.line(name + "_bucket", Self.joined(labels, "le=\"\(Self.text(bound))\""), Double(sum))
        }
        text += Self.line(name + "_bucket", Self.joined(labels, "le=\"+Inf\""), Double(state.count))
        return text + Self.line(name + "_sum", labels, state.value) + Self.line(name + "_count", labels, Double(state.count))
    }

    private static func joined(_ labels: String, _ label: String) -> String { labels.isEmpty ? label : labels + "," + label }

    private static func line(_ name: String, _ labels: String, _ value: Double) -> String {
        "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(text(value))\n"
    }

    private static func text(_ value: Double) -> String { Int64(exactly: value).map(String.init) ?? String(value) }
}
