import Postgres
import ReviewModel

/// A procedure by name and version, as its file is called.
struct ProcedureWord: ArgumentValue {
    let name: Name<Procedure>
    let version: Int

    static var expectation: String { "a procedure and its version, such as appeal-1" }

    init?(argument: String) {
        guard let hyphen = argument.lastIndex(of: "-"), let version = Int(argument: String(argument[argument.index(after: hyphen)...])),
            (1...10_000).contains(version), Name<Procedure>.isValid(String(argument[..<hyphen]))
        else { return nil }
        (name, self.version) = (Name(String(argument[..<hyphen])), version)
    }

    var id: String { "\(name)-\(version)" }
}

/// Instruments under review, separated by commas.
struct InstrumentList: ArgumentValue {
    let names: [String]

    static var expectation: String { "instruments separated by commas, such as UNTOC,TIP" }

    init?(argument: String) {
        let instruments = argument.split(separator: ",", omittingEmptySubsequences: false).map { Instrument(rawValue: String($0)) }
        guard !instruments.contains(nil), Set(instruments).count == instruments.count else { return nil }
        names = instruments.compactMap { $0?.rawValue }
    }
}

/// The name of something that a procedure lets be recorded, such as visit.closed.
struct EventWord: ArgumentValue {
    let name: Name<ProcedureEvent>

    static var expectation: String { "an event of the procedure, such as visit.closed" }

    init?(argument: String) {
        guard argument.utf8.count <= 97, let anchor = Anchor(argument), case .event(let name) = anchor else { return nil }
        self.name = name
    }
}
