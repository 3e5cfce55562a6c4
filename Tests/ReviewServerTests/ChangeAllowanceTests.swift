import Support
import Testing

@testable import ReviewServer

@Suite struct ChangeAllowanceTests {
    @Test func `a block of addresses may change thirty things a minute without a login`() {
        let allowance = ChangeAllowance()
        for second in 60..<90 { #expect(allowance.wait(block: "192.0.2.0/24", atSeconds: Int64(second)) == nil) }
        #expect(allowance.wait(block: "192.0.2.0/24", atSeconds: 90) == 30)
        #expect(allowance.wait(block: "198.51.100.0/24", atSeconds: 90) == nil)
        #expect(allowance.wait(block: "192.0.2.0/24", atSeconds: 120) == nil)
    }

    @Test func `what is asked for beyond them is 460 over the wire, whether it would have succeeded or not`() async throws {
        try await TestHouse.with(peopled: false) { house in
            let connection = try RawConnection(to: house.address)
            // Twice as many as a minute allows, and more: the minute may end meanwhile, once.
            let count = 2 * ChangeAllowance.perMinuteMax + 2
            try connection.send(String(repeating: "accreditation.apply\n", count: count) + "ping\nquit\n")
            let codes = try await connection.rest().dropFirst().map(\.code)
            let admitted = codes.prefix(count).filter { $0 == "501" }.count
            #expect((ChangeAllowance.perMinuteMax...2 * ChangeAllowance.perMinuteMax).contains(admitted))
            #expect(codes.prefix(count).filter { $0 == "460" }.count == count - admitted)
            #expect(codes.suffix(2) == ["200", "221"], "reading is not limited")
        }
    }
}
