import ArgumentParser
import Foundation
import ReviewModel

/// Commands about procedures.
struct ProcedureGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "procedure", abstract: "The YAML files that define a review.", subcommands: [Check.self])

    /// Tells everything that is wrong with a procedure, at once.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check a procedure before it is installed.")

        @Argument(help: "The YAML file.")
        var file: String

        func run() async throws {
            let text: String
            do { text = try String(contentsOfFile: file, encoding: .utf8) } catch {
                throw Failure("\(file) cannot be read: \(error.localizedDescription)")
            }
            do {
                let procedure = try Procedure.load(yaml: text)
                print("\(procedure.id) is good: \(procedure.stages.count) stages.")
            } catch let refused as ProcedureRefused {
                for problem in refused.problems { FileHandle.standardError.write(Data("\(file): \(problem)\n".utf8)) }
                throw ExitCode.failure
            }
        }
    }
}
