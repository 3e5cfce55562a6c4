import Testing

@testable import ReviewServer

@Suite struct PenaltiesTests {
    private func failing(_ penalties: Penalties, _ count: Int, login: String = "ngo", block: String = "192.0.2.0/24") {
        for second in 0..<count { penalties.failed(login: login, block: block, atSeconds: Int64(second)) }
    }

    @Test func `each failure waits longer, five seconds at most`() {
        let waits = (0...8).map(Penalties.waitMilliseconds(afterFailures:))
        #expect(waits == [0, 250, 500, 1000, 2000, 4000, 5000, 5000, 5000])
    }

    @Test func `a login that does not exist waits like one that does`() {
        let penalties = Penalties()
        failing(penalties, 3, login: "ngo", block: "192.0.2.0/24")
        failing(penalties, 3, login: "nobody", block: "198.51.100.0/24")
        let known = penalties.wait(login: "ngo", block: "203.0.113.0/24", atSeconds: 3)
        #expect(known == penalties.wait(login: "nobody", block: "203.0.113.0/24", atSeconds: 3))
        #expect(known == 1000)
    }

    @Test func `a block of addresses waits whatever login it tries`() {
        let penalties = Penalties()
        for name in ["a", "b", "c"] { penalties.failed(login: name, block: "192.0.2.0/24", atSeconds: 0) }
        #expect(penalties.wait(login: "d", block: "192.0.2.0/24", atSeconds: 1) == 1000)
        #expect(penalties.wait(login: "d", block: "198.51.100.0/24", atSeconds: 1) == 0)
    }

    @Test func `success forgets, and a network that logged in before never waits again`() {
        let penalties = Penalties()
        failing(penalties, 4)
        penalties.succeeded(login: "ngo", block: "192.0.2.0/24", atSeconds: 5)
        #expect(penalties.wait(login: "other", block: "192.0.2.0/24", atSeconds: 6) == 0)
        failing(penalties, 9, block: "198.51.100.0/24")
        #expect(penalties.wait(login: "NGO", block: "192.0.2.0/24", atSeconds: 10) == 0)
        #expect(penalties.wait(login: "ngo", block: "203.0.113.0/24", atSeconds: 10) == 5000)
    }

    @Test func `failures of long ago do not count`() {
        let penalties = Penalties(forgottenAfterSeconds: 900)
        failing(penalties, 4)
        #expect(penalties.wait(login: "ngo", block: "192.0.2.0/24", atSeconds: 1000) == 0)
    }

    @Test func `the table stays bounded under any number of logins`() {
        let penalties = Penalties(entriesMax: 100)
        for number in 0..<5000 {
            penalties.failed(login: "login-\(number)", block: "10.0.\(number % 250).0/24", atSeconds: Int64(number))
            penalties.succeeded(login: "login-\(number)", block: "10.1.\(number % 250).0/24", atSeconds: Int64(number))
        }
        #expect(penalties.count <= 202)
    }
}
