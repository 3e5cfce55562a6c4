import Foundation
import ReviewWire
import Scripted

@testable import reviewctl

/// Somebody's machine: folders of its own, and a daemon that answers as a test says.
struct Desk: Sendable {
    let server: ScriptedServer
    let folder: String

    static func with(_ script: @escaping ScriptedServer.Script, _ body: (Desk) async throws -> Void) async throws {
        let desk = Desk(server: try await .start(script), folder: NSTemporaryDirectory() + "reviewctl-\(IdempotencyKey.make())")
        try FileManager.default.createDirectory(atPath: desk.folder, withIntermediateDirectories: true)
        try await Environment.$variables.withValue(["HOME": desk.folder]) { try await body(desk) }
        try await desk.server.stop()
        try FileManager.default.removeItem(atPath: desk.folder)
    }

    /// What a daemon says in which `party.note` changes something.
    static func usual(_ request: Request) -> ScriptedServer.Move {
        switch request.verb {
        case "auth": .say(#"235 - {"login":"anybody"}"#)
        case "help": .say(#"150 - {"verb":"party.note","summary":"","mutates":true,"args":["party","text"]}"# + "\n" + #"210 - {"n":1}"#)
        default: .say("200 - {}")
        }
    }

    /// Puts another login into the default profile.
    func keep(_ login: String) throws {
        try Profile(server: server.address.description, usesTLS: false, login: login, role: "cso", token: "rvt_\(login)").save("default")
    }

    /// A file to send.
    func file(_ name: String, _ octets: [UInt8]) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(octets).write(to: URL(fileURLWithPath: path))
        return path
    }

    func run(_ words: String...) async throws -> reviewctl.ExitStatus { try await Main.perform(CommandWords.rewritten(words)) }

    func received(_ verb: String) -> [Request] { server.received.filter { $0.verb == verb } }
}
