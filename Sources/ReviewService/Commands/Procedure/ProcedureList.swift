import ReviewModel
import ReviewWire

extension Command {
    static let procedureList = Command.read(
        "procedure.list", "The procedures that this installation can run.",
        arguments: Argument<Language?>("lang", "language of the titles")
    ) { reader, language in
        .rows(
            reader.service.procedures.procedures.values.sorted { $0.id < $1.id }.map { procedure in
                [
                    "procedure": .string(procedure.id), "title": .string(procedure.title[language ?? .en]),
                    "calendar": .string(procedure.calendar), "stages": .array(procedure.stages.map { .string($0.id.rawValue) }),
                ]
            })
    }
}
