/// One numbered step of the schema, `NNNN_name.sql`; number 0 stands for all policies and views together.
package struct Migration: Sendable, Hashable {
    package let number: Int
    package let name: String
    package let text: String

    init(number: Int, name: String, text: String) {
        self.number = number
        self.name = name
        self.text = text
    }

    /// Nil when the file's name is not four digits, an underscore, a name of letters, digits and underscores, and `.sql`.
    init?(fileName: String, text: String) {
        guard let match = fileName.wholeMatch(of: /([0-9]{4})_([a-z0-9_]+)\.sql/), let number = Int(match.1), number > 0 else {
            return nil
        }
        self.init(number: number, name: String(match.2), text: text)
    }
}

/// Why the schema cannot be brought up to date: a sentence that names the file.
package enum MigrationFailure: Error, Equatable, CustomStringConvertible {
    case unreadable(String)
    case misnamed(String)
    case duplicate(Int)
    /// A file was edited after it had been applied.
    case changed(Migration.ID)
    /// The database has a migration that this release does not know.
    case unknown(Migration.ID)
    case refused(Migration.ID, PostgresError)
    case endedTransaction(Migration.ID)

    package var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read"
        case .misnamed(let file): "\(file) is not named NNNN_name.sql"
        case .duplicate(let number): "two migrations have the number \(number)"
        case .changed(let id): "migration \(id) was changed after it had been applied"
        case .unknown(let id): "the database has migration \(id), which this release does not know"
        case .refused(let id, let error): "migration \(id) failed: \(error)"
        case .endedTransaction(let id): "migration \(id) ended its own transaction"
        }
    }
}

extension Migration: Identifiable {
    /// Number and name, for messages.
    package struct ID: Hashable, Sendable, CustomStringConvertible {
        package let number: Int
        package let name: String
        package var description: String { number == 0 ? name : "\(number) \(name)" }
    }

    package var id: ID { ID(number: number, name: name) }
}
