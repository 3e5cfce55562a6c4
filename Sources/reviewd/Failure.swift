import ArgumentParser
import Postgres
import ReviewWire

/// Why a command of the daemon ends with status 1: a sentence for the person who started it.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence
    }

    /// What the layers below throw, in words; errors of the command line keep their own.
    static func explaining(_ error: any Error) -> any Error {
        switch error {
        case ConnectionFailure.unavailable(let reason): Failure("PostgreSQL cannot be reached: \(reason)")
        case is ConnectionFailure: Failure("the connection to PostgreSQL was lost; is it running?")
        case let error as PostgresError: Failure("PostgreSQL refuses: \(error.message)")
        case let refusal as Refusal: Failure(refusal.msg)
        default: error
        }
    }
}
