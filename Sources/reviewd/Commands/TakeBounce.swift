import ArgumentParser
import Foundation
import Postgres
import ReviewNotice
import ReviewService

/// Takes a bounce that a mail server hands over, and makes the message that did not arrive a dead letter.
struct TakeBounce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounce",
        abstract: "Read a bounce (RFC 3464) from standard input: the message that did not arrive becomes a dead letter.",
        discussion: """
            For a pipe or an alias of a mail server, as the account of reviewd deliver. Ends with 0 when the bounce was understood, also when it \
            changes nothing; with 65 when it is no bounce of a message of ours; with 75 when something on our side stands in the way, so that the \
            mail server tries again.
            """)

    /// As mail servers read them (sysexits.h).
    private static let (dataError, temporaryFailure) = (ExitCode(65), ExitCode(75))

    @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
    var config: String?

    func run() async throws {
        do {
            print(try await take(try Bounce.read(Self.input())))
        } catch let fault as Bounce.Fault {
            Self.complain("not taken: \(fault)")
            throw Self.dataError
        } catch {
            Self.complain("not taken now: \(Failure.explaining(error))")
            throw Self.temporaryFailure
        }
    }

    private func take(_ bounce: Bounce) async throws -> String {
        guard bounce.action == .failed else {
            return "\(bounce.messageID) is \(bounce.action.rawValue) (\(bounce.status)); nothing changes"
        }
        let configuration = try await Configuration.load(file: config)
        let pool = Pool(
            configuration.delivery.database, sizes: Pool.Sizes(shared: 1, leased: 1, waitingMax: 1), enter: ReviewService.Service.enter)
        try await pool.start()
        let found: Outbox.Bounced
        do {
            found = try await Outbox(pool: pool, holder: UUID().uuidString).bounced(bounce)
        } catch {
            await pool.stop()
            throw error
        }
        await pool.stop()
        switch found {
        case .unknown: throw Bounce.Fault.notOurs
        case .settled(let state): return "\(bounce.messageID) is \(state.rawValue) already; nothing changes"
        case .dead: return "\(bounce.messageID) is a dead letter now (\(bounce.status))"
        }
    }

    /// All of it, so that no mail server meets a closed pipe; of what is too large no more than shows that it is.
    private static func input() throws -> [UInt8] {
        var octets: [UInt8] = []
        while let piece = try FileHandle.standardInput.read(upToCount: 1 << 16), !piece.isEmpty {
            if octets.count <= Bounce.octetsMax { octets += piece }
        }
        return octets
    }

    private static func complain(_ sentence: String) { FileHandle.standardError.write(Data("reviewd bounce: \(sentence)\n".utf8)) }
}
