import Foundation
import Postgres
import ReviewModel
import ReviewWire

/// Carries `config/reference`, `config/calendars` and `config/procedures` into the database; loading again replaces what was there.
package struct ReferenceLoad: Sendable {
    /// How many rows of each kind the files hold.
    package struct Summary: Sendable, Equatable {
        package let instruments: Int
        package let parties: Int
        package let calendars: Int
        package let procedures: Int
        /// Deadlines that the calendars moved; nil while the schedule is held, until whose release none moves.
        package let moved: [DeadlineMove]?
    }

    /// A file that cannot be carried over, as sentences for the operator.
    package struct Refused: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    private let config: String

    /// `config`: the folder with `reference/`, `calendars/` and `procedures/`.
    package init(config: String) {
        self.config = config
    }

    /// Reads and checks every file first, writes in one transaction as the owner of the tables, then computes deadlines anew, review by
    /// review; `report` receives those that cannot be carried on.
    @discardableResult
    package func run(_ owner: ConnectionString, report: @escaping @Sendable (Fault) -> Void = { _ in }) async throws -> Summary {
        let data = try ReferenceData(texts: try texts(in: "reference", suffix: ".tsv"))
        let procedureTexts = try texts(in: "procedures", suffix: ".yaml")
        let catalog = try ProcedureCatalog(procedures: procedureTexts, calendars: try texts(in: "calendars", suffix: ".tsv"))
        let sources = catalog.procedures.values.sorted { $0.id < $1.id }.map { ($0, procedureTexts["\($0.id).yaml"] ?? "") }
        let statements =
            ReferenceRows(data).statements + catalog.calendars.values.sorted { $0.id < $1.id }.flatMap { CalendarRows($0).statements }
            + sources.map { ProcedureRow(procedure: $0, source: $1).statement } + [Self.waking]
        let connection = try await Connection.open(owner)
        do {
            _ = try await connection.flight(statements)
            for (procedure, source) in sources { try await check(procedure, source, on: connection) }
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
        return Summary(
            instruments: data.instruments.count, parties: data.parties.count, calendars: catalog.calendars.count, procedures: sources.count,
            moved: try await Recalculation(procedures: catalog, report: report).run(owner))
    }

    /// A calendar may have got a year that deadlines wait for.
    private static let waking: SQL = "update review set wakes_at = null where wakes_at is not null"

    /// A procedure that a cycle uses never changes: its file must then be the one that was loaded.
    private func check(_ procedure: Procedure, _ source: String, on connection: Connection) async throws {
        let stored = try await connection.flight([
            """
            select source = \(source) from procedure_version
            where procedure = \(procedure.name.rawValue) and version = \(procedure.version)
            """
        ])[0]
        guard try stored.decode(0, as: Bool.self) else {
            throw Refused(description: "\(procedure.id).yaml differs from what a cycle uses; give the changed procedure another version")
        }
    }

    private func texts(in folder: String, suffix: String) throws -> [String: String] {
        let path = "\(config)/\(folder)"
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(suffix) }
        return try Dictionary(uniqueKeysWithValues: names.map { ($0, try String(contentsOfFile: "\(path)/\($0)", encoding: .utf8)) })
    }
}

/// One procedure as a row.
struct ProcedureRow {
    let procedure: Procedure
    let source: String

    private var title: String {
        let members = procedure.title.languages.map { ($0.rawValue, procedure.title[$0]) }.sorted { $0.0 < $1.0 }
        return String(decoding: JSONValue.object(members.map { ($0.0, .string($0.1)) }).encoded(), as: UTF8.self)
    }

    /// Changes a version only as long as no cycle uses it.
    var statement: SQL {
        """
        insert into procedure_version (procedure, version, title, source, digest, loaded_at)
        values (\(procedure.name.rawValue), \(procedure.version), \(title), \(source), encode(sha256(convert_to(\(source), 'UTF8')), 'hex'),
            -- clock_timestamp(): when the operator loaded it, outside every review
            clock_timestamp())
        on conflict (procedure, version) do update
            set title = excluded.title, source = excluded.source, digest = excluded.digest, loaded_at = excluded.loaded_at
            where procedure_version.digest <> excluded.digest and not exists (
                select from cycle
                where cycle.procedure = excluded.procedure and cycle.procedure_version = excluded.version)
        """
    }
}
