/// An institution's own system that is called, over TLS.
package struct WebhookServer {
    /// One call as Python's http.server and hmac saw it.
    package struct Taken: Decodable, Sendable {
        package let path: String
        package let method: String
        package let type: String
        package let body: String
        /// Whether the signature is what `hmac` computes over the time and the octets that came.
        package let verified: Bool
    }

    private let server: PythonServer

    package init(certificate: String, key: String, secret: String) throws {
        server = try PythonServer("webhook-server.py", certificate: certificate, key: key, [secret])
    }

    package var port: Int { server.port }
    package var authorities: String { server.authorities }

    /// In the order of arrival.
    package func taken() throws -> [Taken] { try server.taken(as: Taken.self) }

    package func close() throws { try server.close() }
}
