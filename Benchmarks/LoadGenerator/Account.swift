import Foundation
import ReviewClient
import ReviewWire

/// One entry of an installation's `credentials.json`.
struct Account: Decodable {
    let login: String
    let role: String
    let password: String

    static func load(_ path: String) throws -> [Account] {
        try JSONDecoder().decode([Account].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Logs in by password once and takes a token, as reviewctl does.
    func token(at address: ServerAddress) async throws -> String {
        let connection = try await ReviewConnection.connect(to: address)
        try await connection.logIn(login: login, password: password)
        var random = SystemRandomNumberGenerator()
        let key = "load-generator-\(UInt64.random(in: .min ... .max, using: &random))"
        let created = try await connection.send(
            Request("token.create", ["scope": "all", "label": "load generator", "key": key])
        ).orThrow()
        await connection.quit()
        guard let token = (created.result.members ?? []).compactMap(\.1.text).first(where: { $0.hasPrefix("rvt_") }) else {
            throw ClientError.notOurProtocol("token.create answered without a token")
        }
        return token
    }
}
