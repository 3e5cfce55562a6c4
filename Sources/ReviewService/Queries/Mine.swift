import Postgres
import ReviewModel
import ReviewWire

/// Which rows concern the reader because of the role that the reader plays in their review.
enum Mine {
    /// A condition for a query that has the review as `r`; `roles` is an expression for names of the procedure's roles. Which of them the
    /// reader plays in each review is found once for the whole query, not for each row.
    static func condition(_ roles: SQL, _ procedures: ProcedureCatalog) -> SQL {
        """
        ((select jsonb_object_agg(played.review, played.roles) from (
            select p.review, jsonb_agg(meaning.role) as roles
            from (select * from participation offset 0) as p join review v on v.id = p.review join cycle y on y.id = v.cycle
                join jsonb_to_recordset(\(meanings(procedures))::jsonb)
                    as meaning (procedure text, role text, functions text[], classes text[], relation text)
                    on meaning.procedure = y.procedure || '-' || y.procedure_version
            where (meaning.functions && p.functions or p.class = any(meaning.classes))
                and (meaning.relation is null or meaning.relation = p.relation)
            group by p.review) as played) -> r.id) ?| \(roles)
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
