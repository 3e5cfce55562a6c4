import NIOCore

/// The threads that carry all connections of this process.
package enum EventLoops {
    /// To be called before the first server is made; later it has no effect.
    package static func use(_ count: Int) {
        NIOSingletons.groupLoopCountSuggestion = count
    }
}
