/// All procedures and calendars of an installation, each found by the name that its file has.
package struct ProcedureCatalog: Sendable {
    /// What is wrong with the files, each problem as a sentence that begins with its file.
    package struct Refused: Error, Equatable, Sendable, CustomStringConvertible {
        package let problems: [String]
        package var description: String { problems.joined(separator: "\n") }
    }

    /// By `Procedure.id`, such as `appeal-1`.
    package let procedures: [String: Procedure]
    package let calendars: [String: WorkCalendar]

    /// Reads the texts of files by file name, `appeal-1.yaml` and `unov.tsv`; throws `Refused` with all that is wrong with any of them.
    package init(procedures procedureFiles: [String: String], calendars calendarFiles: [String: String]) throws {
        var problems: [String] = []
        var calendars: [String: WorkCalendar] = [:]
        for (file, text) in calendarFiles.sorted(by: { $0.key < $1.key }) {
            do {
                let calendar = try WorkCalendar(tsv: text)
                if file != "\(calendar.id).tsv" { problems.append("\(file): must be called \(calendar.id).tsv") }
                calendars[calendar.id] = calendar
            } catch {
                problems += Self.sentences(of: error, in: file)
            }
        }
        var procedures: [String: Procedure] = [:]
        for (file, text) in procedureFiles.sorted(by: { $0.key < $1.key }) {
            do {
                let procedure = try Procedure.load(yaml: text)
                if file != "\(procedure.id).yaml" { problems.append("\(file): must be called \(procedure.id).yaml") }
                if calendarFiles["\(procedure.calendar).tsv"] == nil {
                    problems.append("\(file): calendar: there is no calendar \(procedure.calendar)")
                }
                procedures[procedure.id] = procedure
            } catch {
                problems += Self.sentences(of: error, in: file)
            }
        }
        guard problems.isEmpty else { throw Refused(problems: problems) }
        (self.procedures, self.calendars) = (procedures, calendars)
    }

    /// The engine of a procedure with its calendar; nil when there is no such procedure.
    package func engine(_ id: String) -> StageEngine? {
        guard let procedure = procedures[id], let calendar = calendars[procedure.calendar] else { return nil }
        return StageEngine(procedure: procedure, calendar: calendar)
    }

    private static func sentences(of error: any Error, in file: String) -> [String] {
        switch error {
        case let refused as ProcedureRefused: refused.problems.map { "\(file): \($0)" }
        case let refused as TabSeparatedRefused: refused.problems.map { "\(file): \($0)" }
        default: ["\(file): \(error)"]
        }
    }
}
