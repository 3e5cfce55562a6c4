-- The one home of "who sees what" (DOMAIN §5). A row's audience is compared with the reader's clearance for its review:
-- 1 officer, 2 experts, 3 team, 4 stakeholders, 5 public; 0 is the system, which no client can be.

-- The reader's clearances: "*" outside any function, "R-…" in a review, "R-…|TIP" in a review for one instrument.
-- PL/pgSQL only because it keeps its plan between statements; evaluated once per statement by (select clearances()).
create or replace function clearances() returns jsonb
    language plpgsql stable security definer parallel safe set search_path = reviewd, pg_temp as $$
declare
    reader text := nullif(current_setting('reviewd.account', true), '');
    role text := coalesce(nullif(current_setting('reviewd.role', true), ''), 'public');
begin
    if role = 'system' then
        return '{"*": 0}';
    elsif reader is null then
        return '{"*": 5}';
    end if;
    return (
        with held as (
            select review || coalesce('|' || instrument, '') as scope,
                   min(case function when 'officer' then 1 when 'expert' then 2 else 3 end) as rank
            from nomination left join lateral unnest(instruments) as instrument on true
            where account = reader and during @> moment()
            group by 1
        ), conflicted as (
            select distinct review from conflict where account = reader and conflict.state in ('open', 'upheld')
        )
        select jsonb_build_object('*', case
                   when o.state <> 'active' then 5
                   when o.class in ('cso', 'nhri') and not exists (
                       select from accreditation a
                       where a.organisation = o.id and a.state = 'accredited' and a.during @> moment()) then 5
                   else 4 end)
               || coalesce((select jsonb_object_agg(scope, rank) from held
                            where split_part(scope, '|', 1) not in (select review from conflicted)), '{}')
               || coalesce((select jsonb_object_agg(review, 5) from conflicted), '{}')
        from organisation o where o.id = nullif(current_setting('reviewd.organisation', true), '')
    );
end
$$;
alter function clearances() owner to reviewd_visibility;
revoke all on function clearances() from public;
grant execute on function clearances() to reviewd, reviewd_owner, reviewd_public;
grant select on nomination, conflict, organisation, accreditation to reviewd_visibility;

-- The rank that the reader's clearances give for a review, and for an instrument in it.
create or replace function clearance(clearances jsonb, review text, instrument text default null) returns int
    language sql immutable parallel safe as $$
        select least(coalesce((clearances ->> review)::int, (clearances ->> '*')::int, 5), (clearances ->> (review || '|' || instrument))::int)
    $$;

-- Whether a row is the reader's own: of its organisation. Of the secretariat's own papers only drafts are common property there; what was
-- handed in goes by the ladder, so that an answer to a hidden contribution tells nothing to who is not its officer; and an answer is its
-- writer's own, not the organisation's: a colleague without a function may not see what it answers.
create or replace function is_own(organisation text, account text, audience smallint, is_answer bool) returns bool language sql stable parallel safe
    as $$ select organisation = reader_organisation()
            and (account = reader_account() or not is_answer and (audience = 0 or reader_role() <> 'secretariat')) $$;

-- The secretariat's head, as the daemon set it at login.
create or replace function reader_is_head() returns bool language sql stable parallel safe
    as $$ select current_setting('reviewd.head', true) = 'true' $$;
