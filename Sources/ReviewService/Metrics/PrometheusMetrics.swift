import Metrics
import Synchronization

/// Keeps what swift-metrics is given and writes it in Prometheus' text format 0.0.4.
package final class PrometheusMetrics: MetricsFactory, Sendable {
    private struct Key: Hashable, Comparable {
        let name: String
        let labels: String

        static func < (left: Key, right: Key) -> Bool { (left.name, left.labels) < (right.name, right.labels) }
    }

    private let series = Mutex<[Key: Series]>([:])

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { find(label, dimensions, .counter) }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        find(label, dimensions, .counter)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        find(label, dimensions, aggregate ? .histogram : .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { find(label, dimensions, .histogram) }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func find(_ name: String, _ dimensions: [(String, String)], _ form: Series.Form) -> Series {
        let key = Key(name: name, labels: dimensions.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ","))
        return series.withLock { series in
            if let known = series[key] { return known }
            let made = Series(form)
            series[key] = made
            return made
        }
    }

    /// Sorted by name, each with its help and its type once.
    package var exposition: String {
        let all = series.withLock { $0.sorted { $0.key < $1.key } }
        var text = ""
        var last = ""
        for (key, series) in all {
            if key.name != last {
                if let name = MetricName(rawValue: key.name) { text += "# HELP \(key.name) \(name.help)\n" }
                text += "# TYPE \(key.name) \(series.form.rawValue)\n"
            }
            last = key.name
            text += series.lines(key.name, key.labels)
        }
        return text
    }

    private static func escaped(_ text: String) -> String {
        // Asked for with every request, and next to nothing has to be escaped.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") }) else {
            return text
        }
        return text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

extension PrometheusMetrics {
    /// Adds one to a count.
    func count(_ name: MetricName, _ dimensions: [(String, String)] = []) {
        Counter(label: name.rawValue, dimensions: dimensions, factory: self).increment()
    }

    /// Adds to how long something took.
    func time(_ name: MetricName, _ duration: Duration, _ dimensions: [(String, String)]) {
        Timer(label: name.rawValue, dimensions: dimensions, factory: self).record(duration: duration)
    }

    /// Sets a value.
    func set(_ name: MetricName, _ value: Double, _ dimensions: [(String, String)] = []) {
        Gauge(label: name.rawValue, dimensions: dimensions, factory: self).record(value)
    }

    /// Sets a count that somebody else keeps; once for each exposition.
    func total(_ name: MetricName, _ value: Double) {
        FloatingPointCounter(label: name.rawValue, factory: self).increment(by: value)
    }
}
