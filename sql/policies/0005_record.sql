-- An event is visible while its subject is, by the same rule; who did it, by the rule of authorship. Of an upload, and of how a paper came to
-- be before it was handed in, nobody else may know: its time would tell whose a hidden contribution is.

alter table event enable row level security;
alter table event force row level security;
drop policy if exists event_visible on event;
create policy event_visible on event
    using (case when name like 'upload.%' then exists (select from upload u where u.id = event.subject)
                when name like 'message.%' then exists (select from outbox o where o.id = event.subject)
                when name in ('document.drafted', 'document.amended', 'document.cleared') then reader_role() = 'system' or exists (
                    select from authorship a
                    where a.document = event.document
                        and is_own(a.organisation, a.account, a.audience, a.is_personal, clearance((select clearances()), a.review) <= 4))
                when document is not null then exists (select from document d where d.id = event.document)
                when review is not null then audience >= clearance((select clearances()), review, instrument)
                when audience = 0 then reader_role() = 'system' or owner_account = reader_account()
                    or owner_organisation = reader_organisation()
                    or reader_is_head() and (owner_organisation is not null or owner_account is null)
                else audience = 5 or reader_is_head() or reader_role() = 'system' end)
    with check (true);

alter table event_actor enable row level security;
alter table event_actor force row level security;
drop policy if exists event_actor_visible on event_actor;
create policy event_actor_visible on event_actor
    using (exists (select from event e where e.position = event_actor.event)
           and (not as_author or exists (select from authorship a where a.document = event_actor.document)))
    with check (true);

alter table access_log enable row level security;
alter table access_log force row level security;
drop policy if exists access_log_visible on access_log;
create policy access_log_visible on access_log
    using (reader_role() = 'system'
           or (account = reader_account()
               -- The hours of a draft that was tried or refused, and of who writes nothing but contributions, would tell who wrote a hidden one.
               or reader_is_head() and exists (
                   select from account a
                   where a.id = access_log.account and case kind when 'read' then a.role <> 'cso'
                       else a.role in ('state', 'secretariat') and verb not like 'document.%' and verb not like 'upload.%' end))
              and (kind <> 'read' or exists (select from document d where d.id = access_log.subject)))
    with check (true);

alter table idempotency enable row level security;
alter table idempotency force row level security;
drop policy if exists idempotency_visible on idempotency;
create policy idempotency_visible on idempotency using (account = reader_account()) with check (true);

grant select, insert on event, event_actor, access_log, idempotency to reviewd;
grant usage on sequence event_position_seq to reviewd;
