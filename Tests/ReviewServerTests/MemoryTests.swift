import Foundation
import ReviewClient
import ReviewServer
import Support
import Testing

/// What peers can make the daemon keep for them.
@Suite struct MemoryTests {
    /// Resident memory of this process, which is the daemon's here, in octets.
    private static func resident() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    @Test func `fifty peers that ask for much and read nothing cost a bounded amount of memory`() async throws {
        try await TestHouse.with { house in
            let before = try Self.resident()
            let asked = "party.list limit=1000\n"
            let silent = try (0..<50).map { _ in try RawConnection(to: house.address, receiveBufferBytes: 4096) }
            // Each asks 500 times for some 30 KiB; what the daemon does not take, the kernel soon refuses.
            for connection in silent {
                for _ in 0..<500 where !connection.sendWithoutWaiting(asked) { break }
            }
            let other = try RawConnection(to: house.address)
            for number in 0..<5 {
                try other.send("@\(number) \(asked)")
                var line = try await other.line()
                while let read = line, !read.hasPrefix("210 ") { line = try await other.line() }
                #expect(line?.hasPrefix("210 @\(number) ") == true)
            }
            // Tests that run beside this one take memory too; without a brake it would be a good deal more.
            #expect(try Self.resident() - before < 300 << 20)
            withExtendedLifetime(silent) {}
        }
    }
}
