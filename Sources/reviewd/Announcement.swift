import Foundation
import ReviewServer

/// What `serve` prints on standard output when it can be used.
struct Announcement {
    var addresses: [BoundAddress]
    /// Set in a rehearsal: where the passwords are, and where the certificate.
    var credentialsPath: String?
    var certificatePath: String?

    var text: String {
        let places = addresses.map { "\($0.address) (\($0.isSecure ? "TLS" : "plain text, this machine only"))" }
        var lines = ["ready: " + places.joined(separator: ", ")]
        if let credentialsPath {
            lines += ["", "The people of this rehearsal and their passwords are in \(credentialsPath). To type next:", ""]
            lines += commands(credentialsPath).map { "    " + $0 }
            if let certificatePath { lines += ["", "Clients trust the TLS address with --ca-file \(certificatePath)."] }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func commands(_ credentialsPath: String) -> [String] {
        let address = addresses.first { !$0.isSecure }?.address.description ?? "127.0.0.1:7117"
        let program = CommandLine.arguments[0].hasSuffix("/reviewd") ? CommandLine.arguments[0].dropLast(1) + "ctl" : "reviewctl"
        return [
            "\(program) login focal --server \(address)",
            "\(program) home",
            "\(program) review list",
        ]
    }

    func print() {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
