import Postgres

/// Where an institution's own system is called: https, a host, printable ASCII, no login in it.
struct WebhookURL: ArgumentValue, PostgresValue {
    let text: String

    static let expectation = "an address such as https://registry.example.org/notices, at most 500 characters"

    init?(argument: String) {
        guard argument.hasPrefix("https://"), argument.utf8.count <= 500, argument.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let host = argument.dropFirst(8).split(separator: "/", omittingEmptySubsequences: false).first, !host.isEmpty,
            !host.contains("@")
        else { return nil }
        text = argument
    }

    var postgresParameter: SQLParameter { .text(text) }

    init(postgresText: String?) throws { text = try String(postgresText: postgresText) }
}
