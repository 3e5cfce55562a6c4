import ArgumentParser
import ReviewClient

/// What every command takes: where to connect, as whom, and how to print.
struct Options: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The daemon: host, host:port or unix:/path.", valueName: "address"))
    var server: String?

    @Option(name: [.long, .customShort("p")], help: ArgumentHelp("Which saved login to use.", valueName: "name"))
    var profile: String?

    @Flag(name: .long, inversion: .prefixedNo, help: "TLS; on by default except on a loopback address or a Unix socket.")
    var tls: Bool?

    @Option(name: .long, help: ArgumentHelp("PEM file of the authorities to trust.", valueName: "file"), completion: .file())
    var caFile: String?

    @Option(name: .long, help: ArgumentHelp("PEM file of one's own certificate.", valueName: "file"), completion: .file())
    var certificate: String?

    @Option(name: .long, help: ArgumentHelp("PEM file of the certificate's key.", valueName: "file"), completion: .file())
    var certificateKey: String?

    @Option(name: .long, help: ArgumentHelp("How often to try before giving up.", valueName: "n"))
    var attempts: Int = 5

    @Option(name: .long, help: ArgumentHelp("How long the server may be silent, in seconds.", valueName: "seconds"))
    var timeout: Int = 60

    @Flag(name: .long, help: "One JSON object a line, for programs.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(attempts) else { throw ValidationError("--attempts is from 1 to 1000.") }
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout is from 1 to 86400 seconds.") }
        guard (certificate == nil) == (certificateKey == nil) else {
            throw ValidationError("--certificate and --certificate-key go together.")
        }
    }

    var profileName: String { profile ?? Environment["REVIEWCTL_PROFILE"] ?? "default" }
}
