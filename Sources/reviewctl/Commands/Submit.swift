import ArgumentParser
import ReviewClient
import ReviewWire

/// Submits a file as a document: as the body when it is a text that fits, else as an upload.
struct Submit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Submit a file as a document of a review.",
        usage: "reviewctl submit FILE review=R-… kind=contribution lang=en title=… [name=value …]",
        discussion: "Text of up to 1 MiB goes into the request; anything else is uploaded first, and resumes after a loss.")

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Argument(help: "Arguments of document.submit.")
    var words: [String] = []

    @Flag(name: .long, help: "Upload it, even when it is a text that fits into the request.")
    var attach = false

    @OptionGroup var options: Options

    func run() async throws {
        var request = Request(verb: "document.submit", arguments: try words.map(Invocation.argument))
        guard request["upload"] == nil else { throw Failure(.usage, "submit uploads the file itself; leave upload= out.") }
        let session = try Session(options)
        let local = try LocalFile(file)
        if !attach, local.size <= Body.octetsMax, let text = try Self.text(local) {
            request.body = text
        } else {
            guard !request.isDry else {
                throw Failure(.usage, "A trial run uploads nothing: dry=yes is for a text that fits into the request, without --attach.")
            }
            let sent = try await Upload.send(local, name: nil, type: nil, session, json: options.json)
            request.arguments.append(RequestField("upload", sent.upload))
        }
        let status = try await Change.send(request, session, Printer(json: options.json))
        await session.client.close()
        guard status == .done else { throw status }
    }

    /// The file's octets when they are UTF-8 text.
    private static func text(_ file: LocalFile) throws -> [UInt8]? {
        let octets = try file.read(at: 0, count: Body.octetsMax)
        return !octets.contains(0) && String(validating: octets, as: UTF8.self) != nil ? octets : nil
    }
}
