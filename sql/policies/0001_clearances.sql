-- The one home of "who sees what" (DOMAIN §5). A row's audience is compared with the reader's clearance for its review:
-- 1 officer, 2 experts, 3 team, 4 stakeholders, 5 public; 0 is the system, which no client can be.

-- Whether an organisation takes part: it is active and, of civil society, accredited at that moment. The people of one that does not keep
-- their own rows and hold nothing else, whatever they were nominated for.
create or replace function takes_part(its_id text, at timestamptz) returns bool
    language plpgsql stable parallel safe set search_path = reviewd, pg_temp as $$
begin
    return exists (
        select from organisation o
        where o.id = its_id and o.state = 'active' and (o.class not in ('cso', 'nhri') or exists (
            select from accreditation a where a.organisation = o.id and a.state = 'accredited' and a.during @> at)));
end
$$;

-- A reader's clearances: "*" outside any function, "R-…" in a review, "R-…|TIP" in a review for one instrument.
-- PL/pgSQL only because it keeps its plans between statements.
create or replace function clearances_of(reader text, its_organisation text, at timestamptz) returns jsonb
    language plpgsql stable security definer parallel safe set search_path = reviewd, pg_temp as $$
begin
    if coalesce(reader, '') = '' or not takes_part(its_organisation, at) then
        return '{"*": 5}';
    end if;
    return (
        with named as materialized (
            select review, function, instruments, during from nomination where account = reader
        ), conflicted as materialized (
            select review from conflict where account = reader and state in ('open', 'upheld')
        ), held as (
            select review || coalesce('|' || instrument, '') as scope,
                   case function when 'officer' then 1 when 'expert' then 2 else 3 end as rank
            from named left join unnest(instruments) as instrument on true
            where during @> at and review not in (select review from conflicted)
        )
        -- Of two that have one scope the lower rank comes last, and the last one stays.
        select '{"*": 4}' || coalesce((select jsonb_object_agg(scope, rank order by rank desc) from held), '{}')
            || coalesce((select jsonb_object_agg(review, 5) from conflicted), '{}')
    );
end
$$;
alter function clearances_of(text, text, timestamptz) owner to reviewd_visibility;
revoke all on function clearances_of(text, text, timestamptz) from public;
grant execute on function clearances_of(text, text, timestamptz) to reviewd, reviewd_owner;
grant select on nomination, conflict, organisation, accreditation to reviewd_visibility;

-- What the transaction goes by: decided once, when the reader enters (Service.enter), so that neither a statement nor a hidden row costs
-- more for it. Without a reader that entered it is the public's; the system's role decides by itself, as it comes and goes.
create or replace function clearances() returns jsonb language sql stable parallel safe
    as $$ select case reader_role() when 'system' then '{"*": 0}'
                 else coalesce(nullif(current_setting('reviewd.clearances', true), ''), '{"*": 5}') end::jsonb $$;

-- Decides them anew, for a transaction whose moment moved, or that changed what they are made of.
create or replace function renew_clearances() returns void language plpgsql as $$
begin
    perform set_config('reviewd.clearances', clearances_of(reader_account(), reader_organisation(), moment())::text, true);
end
$$;

create or replace function clearances_changed() returns trigger language plpgsql set search_path = reviewd, pg_temp as $$
begin
    perform renew_clearances();
    return null;
end
$$;
create or replace trigger nomination_renews_clearances after insert or update or delete on nomination
    for each statement execute function clearances_changed();
create or replace trigger conflict_renews_clearances after insert or update or delete on conflict
    for each statement execute function clearances_changed();
create or replace trigger organisation_renews_clearances after insert or update or delete on organisation
    for each statement execute function clearances_changed();
create or replace trigger accreditation_renews_clearances after insert or update or delete on accreditation
    for each statement execute function clearances_changed();

-- The rank that the reader's clearances give for a review, and for an instrument in it.
-- PL/pgSQL because SQL, which cannot be inlined where an argument is a subselect, takes five times as long for each row.
create or replace function clearance(clearances jsonb, review text, instrument text default null) returns int
    language plpgsql immutable parallel safe as $$
begin
    return least(coalesce((clearances ->> review)::int, (clearances ->> '*')::int, 5), (clearances ->> (review || '|' || instrument))::int);
end
$$;

-- The secretariat's head, as the daemon set it at login.
create or replace function reader_is_head() returns bool language sql stable parallel safe
    as $$ select current_setting('reviewd.head', true) = 'true' $$;

-- Whether the reader looks after a review: its officer, and the head unless a conflict of interest keeps the head from it. They answer
-- conflicts, know who was told in whose place, and mend what could not leave.
create or replace function looks_after(clearances jsonb, review text) returns bool language sql stable parallel safe
    as $$ select clearance(clearances, review) <= case when reader_is_head() then 4 else 1 end $$;

-- Whether a row is the reader's own: of its organisation. Of the secretariat's own papers only drafts are common property there, to whom no
-- conflict of interest keeps from the review (`is_free`: a clearance of 4 or better); what was handed in goes by the ladder, so that an answer to a hidden contribution tells nothing to who is not its officer. What is personal is
-- its writer's own, not the organisation's: an answer and a translation, since a colleague without a function may not see what it answers or
-- says again, and what the secretariat took back, since withdrawing must not show a paper to more people.
create or replace function is_own(organisation text, account text, audience smallint, is_personal bool, is_free bool) returns bool
    language sql stable parallel safe
    as $$ select organisation = reader_organisation()
            and (account = reader_account() or not is_personal and (reader_role() <> 'secretariat' or audience = 0 and is_free)) $$;
