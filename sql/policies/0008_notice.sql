-- A notice is its recipient's while they may see what it is about; a message that could not leave is also theirs who look after the review, and
-- the officer's alone where it hangs on a document that the head may not see. reviewd_deliver, the login of
-- `reviewd deliver`, may claim and settle outbox rows and read what a message is written from, and nothing else.

alter table notice_preference enable row level security;
alter table notice_preference force row level security;
drop policy if exists notice_preference_visible on notice_preference;
create policy notice_preference_visible on notice_preference using (account = reader_account() or reader_role() = 'system')
    with check (true);

alter table webhook enable row level security;
alter table webhook force row level security;
drop policy if exists webhook_visible on webhook;
create policy webhook_visible on webhook using (organisation = reader_organisation() or reader_role() = 'system') with check (true);

alter table notice enable row level security;
alter table notice force row level security;
drop policy if exists notice_visible on notice;
create policy notice_visible on notice to reviewd, reviewd_owner
    using (reader_role() = 'system'
           or account = reader_account() and (obligation is null or exists (select from obligation o where o.id = notice.obligation)))
    with check (true);

-- Whoever delivers may not read what a notice is about, so that its rule must not ask.
drop policy if exists notice_delivered on notice;
create policy notice_delivered on notice for select to reviewd_deliver using (reader_role() = 'system');

-- Whether the reader may mend a message that could not leave.
create or replace function mends(review text, is_confidential bool) returns bool language sql stable parallel safe
    as $$ select case when is_confidential then clearance(clearances(), review) <= 1 else looks_after(clearances(), review) end $$;

-- Nobody learns from a message of what they may not see, be it theirs or one that they look after: it would tell that somebody has to
-- answer a contribution, and when that came.
alter table outbox enable row level security;
alter table outbox force row level security;
drop policy if exists outbox_visible on outbox;
create policy outbox_visible on outbox to reviewd, reviewd_owner
    using (reader_role() = 'system'
           or (account = reader_account() or state in ('dead', 'dropped') and mends(review, is_confidential))
              and not exists (select from unnest(obligations) as told (id) where not exists (select from obligation o where o.id = told.id)))
    with check (true);
drop policy if exists outbox_delivered on outbox;
create policy outbox_delivered on outbox to reviewd_deliver using (reader_role() = 'system');

-- Whether its reader may see now what a notice is about: they may have stood aside, or left, since it was posted. For `reviewd deliver`, which
-- may ask for nobody's clearances.
create or replace function notice_is_readable(its_id text) returns bool
    language sql stable security definer parallel safe set search_path = reviewd, pg_temp as $$
    select not exists (
        select from notice n join account a on a.id = n.account join obligation o on o.id = n.obligation join document d on d.id = o.document
        where n.id = its_id and d.audience < clearance(clearances_of(a.id, a.organisation, moment()), d.review, d.instrument))
$$;
alter function notice_is_readable(text) owner to reviewd_visibility;
revoke all on function notice_is_readable(text) from public;
grant execute on function notice_is_readable(text) to reviewd, reviewd_owner, reviewd_deliver;
grant select (id, account, obligation) on notice to reviewd_visibility;
grant select (id, organisation) on account to reviewd_visibility;
grant select (id, document) on obligation to reviewd_visibility;
grant select (id, audience, review, instrument) on document to reviewd_visibility;

alter table outbox_notice enable row level security;
alter table outbox_notice force row level security;
drop policy if exists outbox_notice_visible on outbox_notice;
create policy outbox_notice_visible on outbox_notice using (exists (select from outbox o where o.id = outbox_notice.outbox))
    with check (true);

alter table outbox_address enable row level security;
alter table outbox_address force row level security;
drop policy if exists outbox_address_visible on outbox_address;
create policy outbox_address_visible on outbox_address using (reader_role() = 'system') with check (true);

grant select, insert on notice, outbox_notice, outbox_address to reviewd;
grant delete on outbox_notice to reviewd;
grant select, insert, update on notice_preference, webhook, outbox to reviewd;

revoke execute on function clearances_of(text, text, timestamptz) from reviewd_deliver;
grant select on rehearsal_clock, outbox, outbox_notice, outbox_address, notice, notice_preference, webhook, party_name to reviewd_deliver;
grant select (rehearsal, place) on installation to reviewd_deliver;
grant select (id, login, organisation, state, language, zone) on account to reviewd_deliver;
grant select (id, state) on organisation to reviewd_deliver;
grant update (state, message_id, next_attempt_at, attempt, blocked_since, blocked_attempts, holder, lease_until, last_error, settled_at, ver)
    on outbox to reviewd_deliver;
