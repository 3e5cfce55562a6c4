import ReviewService
import Testing

/// docs/OPERATIONS.md describes every metric.
enum DocumentedMetrics {
    static func findings(metrics: [String], document: String) -> [Finding] {
        metrics.filter { !document.contains("`\($0)`") }
            .map { Finding(path: "docs/OPERATIONS.md", line: 0, sentence: "the metric `\($0)` is not described.") }
    }
}

@Suite struct DocumentedMetricsTests {
    @Test func `a metric without a description is found`() {
        let found = DocumentedMetrics.findings(metrics: ["reviewd_a", "reviewd_b"], document: "| `reviewd_a` | gauge |")
        #expect(found.map(\.sentence) == ["the metric `reviewd_b` is not described."])
    }

    @Test func `every metric is described`() {
        expectNone(
            DocumentedMetrics.findings(
                metrics: MetricName.allCases.map(\.rawValue), document: Repository.file("docs/OPERATIONS.md")?.text ?? ""))
    }
}
