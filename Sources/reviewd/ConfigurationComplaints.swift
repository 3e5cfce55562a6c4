import Configuration
import Foundation
import Synchronization
import Yams

/// What is wrong with a configuration, found while it is read: a value of another type, which would otherwise be passed over for the default,
/// and a key that nobody asks for, such as one with a slip of the pen.
final class ConfigurationComplaints: AccessReporter {
    private struct Found {
        var asked: Set<String> = []
        var sentences: [String] = []
    }

    private let found = Mutex(Found())

    func report(_ event: AccessEvent) {
        let key = event.metadata.key.components.joined(separator: ".")
        let isRefused =
            event.conversionError != nil || event.providerResults.contains { if case .failure = $0.result { true } else { false } }
        found.withLock { found in
            found.asked.insert(key)
            if isRefused { found.sentences.append("\(key) must be \(Self.sort(of: event.metadata.valueType)).") }
        }
    }

    /// Throws all of them as one. `file`: the path of a YAML file whose keys should all have been asked for by now.
    func conclude(file: String) throws {
        let keys = try FileManager.default.contents(atPath: file).map { try Self.keys(in: String(decoding: $0, as: UTF8.self)) } ?? []
        let sentences = found.withLock { found in
            found.sentences + keys.filter { !found.asked.contains($0) }.map { "\($0) is no key that reviewd knows." }
        }
        guard sentences.isEmpty else { throw Failure("the configuration is not good: " + sentences.joined(separator: " ")) }
    }

    private static func sort(of type: ConfigType) -> String {
        switch type {
        case .int: "a whole number"
        case .bool: "true or false"
        case .stringArray: "a list of texts"
        default: "a text"
        }
    }

    /// Every key of the file, with the names of its sections before it.
    private static func keys(in yaml: String) throws -> [String] {
        func keys(_ node: Node, _ prefix: String) -> [String] {
            guard let mapping = node.mapping else { return [prefix] }
            return mapping.flatMap { key, value in keys(value, prefix.isEmpty ? key.string ?? "" : "\(prefix).\(key.string ?? "")") }
        }
        return try compose(yaml: yaml).map { keys($0, "") } ?? []
    }
}

extension ConfigReader {
    /// A whole number, which must lie in that range.
    func whole(forKey key: ConfigKey, default standard: Int, in range: ClosedRange<Int>) throws -> Int {
        let number = int(forKey: key, default: standard)
        guard range.contains(number) else {
            throw Failure(
                "\(key.components.joined(separator: ".")) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(number)."
            )
        }
        return number
    }
}
