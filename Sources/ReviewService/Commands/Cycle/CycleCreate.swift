import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let cycleCreate = Command(
        "cycle.create", "Plan a round of reviews under one procedure; it keeps that version for ever.", roles: [.secretariat],
        arguments: Argument<Title>("title"), Argument<ProcedureWord>("procedure"),
        Argument<InstrumentList>("instruments", "what is reviewed"),
        Argument<LocalDate>("starts_on", "when reviews start unless a group says otherwise")
    ) { context, title, procedure, instruments, startsOn in
        try startsOn.requirePlausible("starts_on")
        guard context.service.procedures.procedures[procedure.id] != nil else { throw Refusal(.thingAbsent, at: "procedure") }
        _ = try await context.visible(
            "select version from procedure_version where procedure = \(procedure.name) and version = \(procedure.version)", as: Int.self)
        let id = CycleID.random()
        context.transaction.queue(
            """
            insert into cycle (id, title, procedure, procedure_version, instruments, starts_on, created_at)
            values (\(id), \(title), \(procedure.name), \(procedure.version), \(instruments.names), \(startsOn), \(context.now))
            """)
        try await context.record(.cycleCreated, subject: id.description)
        return .created(["id": .string(id.description), "ver": 1, "state": "planned"])
    }
}
