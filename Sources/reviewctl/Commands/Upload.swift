import ArgumentParser
import ReviewClient
import ReviewWire

/// Sends a large file, and goes on where it stood when it was cut off.
struct Upload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a large file; prints the upload's identifier for 'document submit … upload='.",
        discussion: "After a loss, even of this process, the same command goes on from the offset the server names.")

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Option(name: .long, help: ArgumentHelp("Its name for others; the file's own by default.", valueName: "text"))
    var name: String?

    @Option(name: .long, help: ArgumentHelp("Its media type; guessed from the name by default.", valueName: "type"))
    var type: String?

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options)
        let outcome = try await Self.send(try LocalFile(file), name: name, type: type, session, json: options.json)
        await session.client.close()
        let members: [(String, JSONValue)] = [
            ("upload", .string(outcome.upload)), ("warnings", .array(outcome.warnings.map { .string($0) })),
        ]
        Terminal.say(options.json ? String(decoding: JSONValue.object(members).encoded(), as: UTF8.self) : outcome.upload)
    }

    static func send(_ file: LocalFile, name: String?, type: String?, _ session: Session, json: Bool) async throws
        -> ResumableUpload.Outcome
    {
        let server = session.address.description
        let login = session.login
        let key = try UploadJournal.key(server: server, login: login, digest: file.digest)
        let bar = ProgressBar(title: name ?? file.name, total: file.size, isShown: !json)
        let upload = ResumableUpload(client: session.client) { try file.read(at: $0, count: $1) }
        do {
            let outcome = try await upload.run(
                .init(name: name ?? file.name, mediaType: type ?? file.mediaType, size: file.size, digest: file.digest, key: key),
                progress: { bar.show($0) })
            bar.end()
            UploadJournal.finish(server: server, login: login, digest: file.digest)
            for warning in outcome.warnings { Terminal.tell(SafeText.visible("The file may name its author: \(warning)")) }
            return outcome
        } catch ClientError.refused(let refusal) {
            bar.end()
            // What the server refuses for good, or no longer has, would be refused again under the same key.
            if !refusal.isPassing { UploadJournal.finish(server: server, login: login, digest: file.digest) }
            throw ClientError.refused(refusal)
        } catch {
            bar.end()
            throw error
        }
    }
}
