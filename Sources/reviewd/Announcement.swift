import Foundation
import ReviewServer

/// What `serve` prints on standard output when it can be used.
struct Announcement {
    var addresses: [BoundAddress] = []
    /// Set in a rehearsal: where the passwords are.
    var credentialsPath: String?
    /// Set where the certificate was made here, so that no client trusts it yet.
    var certificatePath: String?
    /// The client, where it stands beside this program.
    var client = CommandLine.arguments[0].hasSuffix("/reviewd") ? CommandLine.arguments[0].dropLast(1) + "ctl" : "reviewctl"

    var text: String {
        let places = addresses.map { "\($0.address) (\($0.isSecure ? "TLS" : "plain text, this machine only"))" }
        var lines = ["ready: " + places.joined(separator: ", ")]
        let plain = addresses.first { !$0.isSecure }.map(options)
        let secure = addresses.first(where: \.isSecure).map(options)
        if let credentialsPath, let options = plain ?? secure {
            lines += ["", "The people of this rehearsal and their passwords are in \(credentialsPath). To type next:", ""]
            lines += ["login focal \(options)", "home", "review list"].map { "    \(Self.word(client)) \($0)" }
        }
        if certificatePath != nil, let secure, plain != nil || credentialsPath == nil {
            lines += ["", "Over TLS, log in with these options:", "", "    \(secure)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What `reviewctl` takes to reach an address; what it remembers of a login, the commands after it need not say.
    private func options(for place: BoundAddress) -> String {
        let server = "--server \(Self.word(place.address.description))"
        guard place.isSecure else { return server }
        return server + " --tls" + (certificatePath.map { " --ca-file \(Self.word($0))" } ?? "")
    }

    /// Text as one word of a shell.
    private static func word(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-:@%+=".contains($0)) }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    func print() {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
