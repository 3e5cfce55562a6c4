import ReviewClient
import Testing

@Suite struct AddressTests {
    @Test func `an address is a host, a host with a port, or a socket`() {
        #expect(ServerAddress("review.example.org") == .tcp(host: "review.example.org", port: 7117))
        #expect(ServerAddress("127.0.0.1:80") == .tcp(host: "127.0.0.1", port: 80))
        #expect(ServerAddress("[::1]:7200") == .tcp(host: "::1", port: 7200))
        #expect(ServerAddress("::1") == .tcp(host: "::1", port: 7117))
        #expect(ServerAddress("unix:/run/reviewd/plain") == .unix(path: "/run/reviewd/plain"))
        #expect(ServerAddress("/run/reviewd/plain") == .unix(path: "/run/reviewd/plain"))
        for text in ["", ":1", "host:", "host:0", "host:65536", "host:http", "[::1", "[]:7", "unix:"] {
            #expect(ServerAddress(text) == nil, "\(text)")
        }
    }

    @Test func `plain text is for the machine itself only`() {
        for text in ["localhost", "127.0.0.1", "127.255.0.9", "[::1]", "/tmp/socket"] {
            #expect(ServerAddress(text)?.isLocal == true, "\(text)")
        }
        for text in ["127.example.org", "128.0.0.1", "localhost.example.org", "0.0.0.0", "127.0.0"] {
            #expect(ServerAddress(text)?.isLocal == false, "\(text)")
        }
    }
}
