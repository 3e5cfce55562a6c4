import Synchronization

/// How much of a file has gone, drawn on standard error while a person looks on.
final class ProgressBar: Sendable {
    private let title: String
    private let total: Int
    private let isShown: Bool
    private let drawnPerMille = Mutex(-1)

    init(title: String, total: Int, isShown: Bool) {
        self.title = TextWidth.cut(SafeText.visible(title), to: 28)
        self.total = total
        self.isShown = isShown && Terminal.showsErrors
    }

    func show(_ done: Int) {
        guard isShown else { return }
        let perMille = total == 0 ? 1000 : done * 1000 / total
        let isNew = drawnPerMille.withLock { drawn in
            defer { drawn = perMille }
            return drawn != perMille
        }
        guard isNew else { return }
        let filled = perMille * 30 / 1000
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        Terminal.draw("\r\(title)  \(bar)  \(Self.size(done)) of \(Self.size(total))  \(perMille / 10) %\u{1B}[K")
    }

    func end() {
        if isShown, drawnPerMille.withLock({ $0 >= 0 }) { Terminal.draw("\n") }
    }

    static func size(_ octets: Int) -> String {
        if octets < 1 << 10 { return "\(octets) B" }
        let isLarge = octets >= 1 << 20
        let tenths = octets * 10 / (isLarge ? 1 << 20 : 1 << 10)
        return "\(tenths / 10).\(tenths % 10) \(isLarge ? "MiB" : "KiB")"
    }
}
