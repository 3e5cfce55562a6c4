import Testing

@testable import ReviewServer
@testable import reviewctl
@testable import reviewd

/// What the daemon prints to be typed next is what the client takes.
@Suite struct AnnouncementTests {
    private static let plain = BoundAddress(address: .tcp(host: "127.0.0.1", port: 7217), isSecure: false)
    private static let secure = BoundAddress(address: .tcp(host: "127.0.0.1", port: 7218), isSecure: true)

    /// The indented lines.
    private func typed(_ addresses: [BoundAddress], certificate: String? = "/srv/tls-certificate.pem") -> [String] {
        Announcement(addresses: addresses, credentialsPath: "/srv/credentials.json", certificatePath: certificate, client: "reviewctl").text
            .split(separator: "\n").filter { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }
    }

    private func login(_ line: String) throws -> reviewctl.Options {
        let words = line.split(separator: " ").map(String.init)
        try #require(words.prefix(3) == ["reviewctl", "login", "focal"])
        return try #require(try Reviewctl.parseAsRoot(CommandWords.rewritten(Array(words.dropFirst()))) as? Login).options
    }

    @Test func `three commands, and the options that reach the TLS address`() throws {
        let lines = typed([Self.plain, Self.secure])
        try #require(lines.count == 4)
        let options = try login(lines[0])
        #expect(options.server == "127.0.0.1:7217" && options.tls == nil && options.caFile == nil)
        #expect(lines[1...2] == ["reviewctl home", "reviewctl review list"])
        #expect(try Reviewctl.parseAsRoot(["home"]) is Home)
        #expect((try Reviewctl.parseAsRoot(["review", "list"]) as? Forward)?.words == ["review", "list"])
        let secure = try login(lines[0].prefix { $0 != "-" } + lines[3])
        #expect(secure.server == "127.0.0.1:7218" && secure.tls == true && secure.caFile == "/srv/tls-certificate.pem")
    }

    @Test func `where only TLS is spoken the first command says so`() throws {
        let lines = typed([Self.secure])
        try #require(lines.count == 3)
        let options = try login(lines[0])
        #expect(options.server == "127.0.0.1:7218" && options.tls == true && options.caFile == "/srv/tls-certificate.pem")
    }

    @Test func `a path that a shell would take apart is quoted`() {
        let lines = typed([Self.secure], certificate: "/srv/one's own/tls.pem")
        #expect(lines.first?.hasSuffix(#" --ca-file '/srv/one'\''s own/tls.pem'"#) == true)
    }

    @Test func `an installation that people rely on is announced in one line`() {
        #expect(Announcement(addresses: [Self.secure]).text == "ready: 127.0.0.1:7218 (TLS)\n")
    }
}
