import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let stats = Command.read(
        "stats", "How many reviews, obligations and messages that you may see are in which state, in Prometheus' text format.",
        roles: [.secretariat]
    ) { reader in
        let text = Array(try await reader.service.exposition(for: reader.actor).utf8)
        return .chunk(
            text, head: ["at": 0], final: [("size", .int(Int64(text.count))), ("type", "text/plain; version=0.0.4; charset=utf-8")])
    }
}
