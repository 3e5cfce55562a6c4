import Crypto
import Foundation
import Postgres
import ReviewWire

/// The files of the procedures that cycles use. They never change (DOMAIN §3): every stage, date and reminder of a running review comes from
/// them, and another text under the same name would move all of these without a word.
package struct ProcedureFiles: Sendable {
    private let folder: String

    /// `config`: the folder with `procedures/`.
    package init(config: String) {
        folder = config + "/procedures"
    }

    /// A sentence for each file that is not the one that its cycles began with.
    package func complaints(on connection: Connection) async throws -> [String] {
        let used = try await connection.flight([
            """
            select procedure || '-' || version, digest from procedure_version v
            where exists (select from cycle c where c.procedure = v.procedure and c.procedure_version = v.version) order by 1
            """
        ])[0].rows(as: (String, String).self)
        return used.compactMap(complaint)
    }

    private func complaint(_ procedure: String, _ digest: String) -> String? {
        let path = "\(folder)/\(procedure).yaml"
        let whatToDo = """
            put the file back as it was (the database keeps its text in procedure_version.source), and give a procedure that is to change a \
            new version in a new file
            """
        guard let octets = FileManager.default.contents(atPath: path) else {
            return "\(path) is not there, and cycles use it, with the digest \(digest): \(whatToDo)."
        }
        let found = Hex.encode(SHA256.hash(data: octets))
        guard found != digest else { return nil }
        return "\(path) has the digest \(found), and cycles began with \(digest): \(whatToDo)."
    }
}
