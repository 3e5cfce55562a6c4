-- Run once per cluster by a superuser, before the database is made. Idempotent.
-- reviewd_owner migrates and owns; reviewd is the daemon's login and owns nothing; reviewd_deliver is the login of `reviewd deliver` and
-- can claim messages of the outbox; reviewd_public is kept for statistics and may read nothing yet;
-- reviewd_visibility owns the definer functions and is the only role that row-level security does not bind.
do $$
begin
    if not exists (select from pg_roles where rolname = 'reviewd_owner') then
        create role reviewd_owner login;
    end if;
    if not exists (select from pg_roles where rolname = 'reviewd') then
        create role reviewd login;
    end if;
    if not exists (select from pg_roles where rolname = 'reviewd_deliver') then
        create role reviewd_deliver login;
    end if;
    if not exists (select from pg_roles where rolname = 'reviewd_public') then
        create role reviewd_public nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'reviewd_visibility') then
        create role reviewd_visibility nologin bypassrls;
    end if;
end
$$;
grant reviewd_visibility to reviewd_owner;
alter role reviewd_owner set search_path = reviewd;
alter role reviewd set search_path = reviewd;
alter role reviewd_deliver set search_path = reviewd;
alter role reviewd_public set search_path = reviewd;
alter role reviewd_owner set timezone = 'UTC';
alter role reviewd set timezone = 'UTC';
alter role reviewd_deliver set timezone = 'UTC';
alter role reviewd_public set timezone = 'UTC';
-- A statement that hangs holds up whoever shares its connection; a lock that is not given within ten seconds is asked for again; a daemon
-- that stands still in the middle of a transaction loses it, so that another one can do its work.
alter role reviewd set statement_timeout = '1min';
alter role reviewd set lock_timeout = '10s';
alter role reviewd set idle_in_transaction_session_timeout = '1min';
alter role reviewd_deliver set statement_timeout = '1min';
alter role reviewd_deliver set lock_timeout = '10s';
alter role reviewd_deliver set idle_in_transaction_session_timeout = '1min';
