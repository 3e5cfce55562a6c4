/// Why the daemon does not start: one sentence for the person who starts it.
package struct StartFault: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ sentence: String) {
        description = sentence
    }
}
