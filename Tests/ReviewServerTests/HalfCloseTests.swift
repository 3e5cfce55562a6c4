import ReviewClient
import ReviewServer
import Support
import Testing

/// A client that has said all it wants, and ends its side of the connection, gets every answer that is owed to it, and then the end.
@Suite(.timeLimit(.minutes(15))) struct HalfCloseTests {
    private static let count = 20

    private func script(_ line: String, last: String = "") -> String {
        (0..<Self.count).map { "@\($0) \(line)\n" }.joined() + last
    }

    /// The tags of the final lines, in their order.
    private func tags(_ lines: [String]) -> [String] {
        lines.filter { !$0.hasPrefix("1") && $0.code != "220" }.map { String($0.split(separator: " ")[1]) }
    }

    @Test(arguments: ["", "@end quit\n", "@end party.li"])
    func `a slow reader that has ended its side gets all answers to whole requests`(last: String) async throws {
        var options = ServerOptions()
        options.activated = [try .narrow(name: "plain")]
        try await TestHouse.with(options: options) { house in
            let connection = try RawConnection(to: house.address, receiveBufferBytes: 4096)
            try connection.send(script("party.list limit=1000", last: last))
            connection.finishSending()
            let expected = (0..<Self.count).map { "@\($0)" } + (last.hasSuffix("quit\n") ? ["@end"] : [])
            #expect(tags(try await connection.rest()) == expected)
        }
    }

    @Test(arguments: SecurePeer.Ending.allCases) func `so does one that speaks TLS, however it ends its side`(
        ending: SecurePeer.Ending
    ) async throws {
        try await SecureHouse.with(activated: [try .narrow(name: "tls")]) { secure in
            for last in ["", "@end quit\n"] {
                let lines = try await SecurePeer.lines(
                    after: script("party.list limit=1000", last: last), ending, from: secure.address, authority: secure.authority,
                    receiveBufferBytes: 4096)
                #expect(tags(lines) == (0..<Self.count).map { "@\($0)" } + (last.isEmpty ? [] : ["@end"]), "\(last)")
            }
        }
    }
}
