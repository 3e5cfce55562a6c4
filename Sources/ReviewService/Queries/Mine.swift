import Postgres
import ReviewModel
import ReviewWire

/// Which rows concern the reader because of the role that the reader plays in their review.
enum Mine {
    /// A condition for a query that has the review as `r` and its cycle as `c`; `roles` is an expression for names of the procedure's roles.
    static func condition(_ roles: SQL, _ procedures: ProcedureCatalog) -> SQL {
        """
        exists (
            select from participation p, jsonb_to_recordset(\(meanings(procedures))::jsonb)
                as meaning (procedure text, role text, functions text[], classes text[], relation text)
            where p.review = r.id and meaning.procedure = c.procedure || '-' || c.procedure_version and meaning.role = any(\(roles))
                and (meaning.functions && p.functions or p.class = any(meaning.classes))
                and (meaning.relation is null or meaning.relation = p.relation))
        """
    }

    /// What every role of every procedure means, as rows.
    private static func meanings(_ procedures: ProcedureCatalog) -> String {
        let rows = procedures.procedures.values.flatMap { procedure in
            procedure.roles.map { name, role in
                JSONValue.object([
                    ("procedure", .string(procedure.id)), ("role", .string(name.rawValue)),
                    ("functions", .array(role.functions.map { .string($0.rawValue) })),
                    ("classes", .array(role.classes.map { .string($0.rawValue) })),
                    ("relation", role.party.map { .string($0.rawValue) } ?? .null),
                ])
            }
        }
        return String(decoding: JSONValue.array(rows).encoded(), as: UTF8.self)
    }
}
