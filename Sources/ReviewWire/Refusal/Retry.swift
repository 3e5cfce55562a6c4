/// What a refused client may do: give up, send the same request with the same key, or do so after some seconds.
package enum Retry: Sendable, Equatable {
    case no
    case sameKey
    case after(Int)

    /// `no`, `same-key` or `after:30`.
    package var wire: String {
        switch self {
        case .no: "no"
        case .sameKey: "same-key"
        case .after(let seconds): "after:\(seconds)"
        }
    }

    package init?(wire: String) {
        switch wire {
        case "no": self = .no
        case "same-key": self = .sameKey
        default:
            guard wire.hasPrefix("after:"), let seconds = Int(wire.dropFirst(6)), seconds >= 0 else { return nil }
            self = .after(seconds)
        }
    }
}
