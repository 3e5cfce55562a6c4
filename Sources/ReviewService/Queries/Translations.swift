import Postgres
import ReviewModel

/// What says in another language what a document says.
enum Translations {
    /// The document, what answers or translates it, and what answers or translates that.
    private static func tied(to document: DocumentID) -> SQL {
        """
        with recursive tied (id) as (
            select \(document)::text
            union
            select d.id from document d join tied on d.translation_of = tied.id or d.answers = tied.id
        )
        """
    }

    /// Every translation of it, of its responses and of its translations that was handed in and stands; as the system, since not all of them
    /// need be visible to who acts.
    static func handedIn(of document: DocumentID, in system: Context) async throws -> [DocumentRow] {
        let ids = try await system.transaction.all(
            tied(to: document) + """
                select d.id from document d join tied using (id)
                where d.id <> \(document) and d.translation_of is not null and d.state in ('submitted', 'published', 'withheld') order by d.id
                """, as: DocumentID.self)
        var rows: [DocumentRow] = []
        for id in ids { rows.append(try await system.document(id)) }
        return rows
    }

    /// Locks a document that is to be changed, what it answers or translates, and all that follows it, before anything else: of two answers
    /// that are taken back at once each would still see the other standing, and a translation that is handed in while its original is taken
    /// back would outlive it. In one order, so that no two changes wait for each other.
    static func lockFamily(of document: DocumentID, in context: Context) async throws {
        try await context.asSystem { system in
            _ = try await system.transaction.all(
                tied(to: document) + """
                    select d.id from document d
                    where d.id in (select id from tied)
                        or d.id in (select unnest(array[m.translation_of, m.answers]) from document m where m.id = \(document))
                    order by d.id for update
                    """, as: DocumentID.self)
        }
    }
}
