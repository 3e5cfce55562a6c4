import Foundation
import ReviewModel

extension ProcedureCatalog {
    /// `appeal-1` with every document refused after its deadline.
    package static func hardAppeal() throws -> ProcedureCatalog {
        let hard = "late: refuse\n        missed:"
        // What is owed in the first stage are nominations.
        return try appeal(replacing: [
            "missed:": hard, "\(hard) proceed\n      - id: experts": "missed: proceed\n      - id: experts",
            "\(hard) proceed\n      - id: reviewers": "missed: proceed\n      - id: reviewers",
            "\(hard) proceed\n    windows:\n      - document: contribution\n        from: [cso, nhri, expert, officer]\n        closes: with-stage\n        respond: &answer":
                "missed: proceed\n    windows:\n      - document: contribution\n        from: [cso, nhri, expert, officer]\n        closes: with-stage\n        respond: &answer",
        ])
    }

    /// `appeal-1` of `config/` with some of its words replaced, under its own name: what no shipped procedure says yet.
    package static func appeal(replacing words: KeyValuePairs<String, String>) throws -> ProcedureCatalog {
        func text(_ name: String) throws -> String { try String(contentsOfFile: TestCluster.root + "/config/" + name, encoding: .utf8) }
        let source = try text("procedures/appeal-1.yaml")
        let changed = try words.reduce(source) { text, change in
            guard text.contains(change.key) else { throw TranscriptProblem("appeal-1.yaml does not say \(change.key)") }
            return text.replacing(change.key, with: change.value)
        }
        return try ProcedureCatalog(procedures: ["appeal-1.yaml": changed], calendars: ["unov.tsv": try text("calendars/unov.tsv")])
    }
}
