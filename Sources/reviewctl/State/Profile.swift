/// A saved login: where, as whom, and the token that stands for the password.
struct Profile: Codable, Sendable {
    var server: String
    var usesTLS: Bool
    var authorities: String?
    var certificate: String?
    var certificateKey: String?
    var login: String
    var role: String
    var organisation: String?
    var token: String
    var tokenID: String?

    static func path(_ name: String) -> String { Folders.profiles + "/" + PrivateFile.fileName(name) + ".json" }

    static func load(_ name: String) throws -> Profile? { try PrivateFile.read(Profile.self, from: path(name)) }

    func save(_ name: String) throws { try PrivateFile.write(self, to: Self.path(name)) }

    static func forget(_ name: String) { PrivateFile.remove(path(name)) }
}
