import Foundation
import ReviewModel

/// The files of `config/`, as an installation reads them.
enum ConfigFiles {
    static let directory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "config")

    static func text(_ path: String) throws -> String { try String(contentsOf: directory.appending(path: path), encoding: .utf8) }

    static func vienna() throws -> WorkCalendar { try WorkCalendar(tsv: text("calendars/unov.tsv")) }

    static func appeal() throws -> Procedure { try Procedure.load(yaml: text("procedures/appeal-1.yaml")) }

    static func reference() throws -> ReferenceData {
        try ReferenceData(texts: Dictionary(uniqueKeysWithValues: ReferenceData.files.map { ($0, try text("reference/\($0)")) }))
    }
}
