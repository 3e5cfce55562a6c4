import Foundation

/// The variables that this process was started with; a test gives its own task others.
enum Environment {
    @TaskLocal static var variables = ProcessInfo.processInfo.environment

    /// Nil for what is not set, or is empty.
    static subscript(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
}
