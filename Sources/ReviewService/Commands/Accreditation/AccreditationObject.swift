import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let accreditationObject = Command(
        "accreditation.object", "Object to an accreditation as a State; the reasons are published, and nobody is excluded by them.",
        roles: [.state], body: .required("the reasons, as text"), arguments: Argument<AccreditationID>("accreditation")
    ) { context, accreditation in
        let reasons = try context.bodyText(charactersMax: 20_000)
        let state = try await context.visible(
            "select state from accreditation where id = \(accreditation) for share", as: AccreditationState.self)
        guard [.applied, .accredited].contains(state) else { throw Refusal(.stateWrong, "the accreditation is \(state.rawValue)") }
        let id = ObjectionID.random()
        try await context.transaction.run(
            """
            insert into accreditation_objection (id, accreditation, organisation, reasons, objected_at)
            values (\(id), \(accreditation), \(try context.organisation), \(reasons), \(context.now))
            """)
        try await context.record(.accreditationObjected, subject: accreditation.description)
        return .created(["id": .string(id.description), "accreditation": .string(accreditation.description)])
    }
}
