import ReviewClient
import ReviewWire

/// How reviewctl ends; scripts may rely on the numbers, which `--help` lists.
enum ExitStatus: Int32, Error {
    case done = 0
    case local = 1
    case usage = 2
    case loginNeeded = 3
    case refused = 4
    case notVisible = 5
    case conflict = 6
    case temporary = 7
    case serverFault = 8
    case interrupted = 130

    /// The status that a final line's code stands for.
    init(code: Int) {
        switch code {
        case ..<400: self = .done
        case 410: self = .notVisible
        case 420, 421, 442: self = .conflict
        case 430, 432, 433: self = .loginNeeded
        case 450, 451, 460: self = .temporary
        case 459: self = .serverFault
        case 500...: self = .usage
        default: self = .refused
        }
    }
}

/// An end that is told to the person in one sentence.
struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// A client's or the machine's error as a failure; nil for errors of the command line.
    init?(explaining error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case ClientError.refused(let refusal): self.init(ExitStatus(code: refusal.code.rawValue), "\(refusal)")
        case let error as ClientError: self.init(Self.status(error), "\(error)")
        case let error as LocalError: self.init(.local, error.message)
        default: return nil
        }
    }

    private static func status(_ error: ClientError) -> ExitStatus {
        switch error {
        case .login: .loginNeeded
        case .tls, .notOurProtocol: .local
        default: .temporary
        }
    }
}

/// A file or a terminal that does not do what is asked.
struct LocalError: Error {
    let message: String
}
