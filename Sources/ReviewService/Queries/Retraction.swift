import Postgres
import ReviewModel

/// Messages that have not left when what they tell of is taken from their reader's sight: a contribution that was withdrawn, or that fewer
/// people may see now, is not betrayed by a mail that comes later.
enum Retraction {
    /// As the system, after the document has its new audience. What one message would have told beside it, it still tells.
    static func run(_ document: DocumentID, in system: Context) {
        system.transaction.queue(
            """
            with gone as (
                select m.id, n.id as notice, o.id as obligation
                from obligation o join document d on d.id = o.document join outbox m on m.state = 'pending' and m.obligations @> array[o.id]
                    join outbox_notice l on l.outbox = m.id join notice n on n.id = l.notice and n.obligation = o.id
                    join account a on a.id = m.account
                where o.document = \(document) and d.audience < case m.channel when 'webhook' then 4
                    else clearance(clearances_of(a.id, a.organisation, \(system.now)), d.review, d.instrument) end
            ), unlinked as (
                delete from outbox_notice l using gone where l.outbox = gone.id and l.notice = gone.notice
            ), emptied as (
                select distinct id, obligation, not exists (
                    select from outbox_notice l
                    where l.outbox = gone.id and not exists (select from gone g where g.id = l.outbox and g.notice = l.notice)) as is_empty
                from gone
            )
            update outbox m set obligations = case when is_empty then obligations else array_remove(obligations, e.obligation) end,
                state = case when is_empty then 'dropped' else state end, settled_at = case when is_empty then \(system.now)::timestamptz end,
                holder = case when not is_empty then holder end, lease_until = case when not is_empty then lease_until end,
                last_error = case when is_empty then 'what it told of was taken back' else last_error end, ver = ver + 1
            from emptied e where m.id = e.id
            """)
    }
}
