import Metrics
import Synchronization

/// Keeps what swift-metrics is given and writes it in Prometheus' text format 0.0.4.
package final class PrometheusMetrics: MetricsFactory, Sendable {
    private struct Key: Hashable, Comparable {
        let label: String
        let dimensions: String

        static func < (left: Key, right: Key) -> Bool { (left.label, left.dimensions) < (right.label, right.dimensions) }
    }

    private let series = Mutex<[Key: Series]>([:])

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { find(label, dimensions, .counter) }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        find(label, dimensions, aggregate ? .summary : .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { find(label, dimensions, .summary) }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func find(_ label: String, _ dimensions: [(String, String)], _ form: Series.Form) -> Series {
        let text = dimensions.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        let key = Key(label: label, dimensions: text)
        return series.withLock { series in
            if let known = series[key] { return known }
            let made = Series(form)
            series[key] = made
            return made
        }
    }

    /// Sorted by name, each with its type once.
    package var exposition: String {
        let all = series.withLock { $0.sorted { $0.key < $1.key } }
        var text = ""
        var last = ""
        for (key, series) in all {
            if key.label != last { text += "# TYPE \(key.label) \(series.form.rawValue)\n" }
            last = key.label
            let labels = key.dimensions.isEmpty ? "" : "{\(key.dimensions)}"
            let (count, sum) = series.totals
            switch series.form {
            case .counter: text += "\(key.label)\(labels) \(count)\n"
            case .gauge: text += "\(key.label)\(labels) \(sum)\n"
            case .summary: text += "\(key.label)_sum\(labels) \(sum)\n\(key.label)_count\(labels) \(count)\n"
            }
        }
        return text
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

/// One line of the exposition: a count, a value, or a sum with its count; seconds where it was timed.
private final class Series: CounterHandler, RecorderHandler, TimerHandler, Sendable {
    enum Form: String { case counter, gauge, summary }

    let form: Form
    private let state = Mutex<(count: Int64, sum: Double)>((0, 0))

    init(_ form: Form) {
        self.form = form
    }

    var totals: (count: Int64, sum: Double) { state.withLock { $0 } }

    func increment(by amount: Int64) { state.withLock { $0.count &+= amount } }
    func reset() { state.withLock { $0 = (0, 0) } }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            state.count &+= 1
            state.sum = form == .gauge ? value : state.sum + value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
