-- The installation itself, the actor's context, and the words that every table uses.

-- Ranks of the ladder of audiences (DOMAIN §5); a reader sees what has at least the rank of its clearance.
create domain audience as smallint check (value between 0 and 5);

-- One row: what this installation is. A live one can never become a rehearsal.
create table installation (
    only_one bool primary key default true constraint installation_only_one check (only_one),
    rehearsal bool not null,
    secret bytea not null constraint installation_secret_256_bits check (length(secret) = 32),
    created_at timestamptz not null
);

-- One row: how far the simulated clock is from the database's. Zero for ever in a live installation; a rehearsal may start on any date,
-- and from there its clock only goes forward (Commands/Clock).
create table rehearsal_clock (
    only_one bool primary key default true constraint rehearsal_clock_only_one check (only_one),
    ahead interval not null
);

create function refuse_live_clock() returns trigger language plpgsql as $$
begin
    if new.ahead <> interval '0' and not (select rehearsal from installation) then
        raise exception using errcode = 'insufficient_privilege', message = 'the clock of a live installation is the database''s';
    end if;
    return new;
end
$$;
create trigger rehearsal_clock_never_live before insert or update on rehearsal_clock for each row execute function refuse_live_clock();

-- The reader of the current transaction, as the daemon set it.
create function reader_account() returns text language sql stable parallel safe
    as $$ select nullif(current_setting('reviewd.account', true), '') $$;
create function reader_organisation() returns text language sql stable parallel safe
    as $$ select nullif(current_setting('reviewd.organisation', true), '') $$;
create function reader_role() returns text language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('reviewd.role', true), ''), 'public') $$;

-- The instant of the current transaction: the database's clock and the rehearsal's lead, fixed when the actor entered.
create function moment() returns timestamptz language sql stable parallel safe
    as $$ select nullif(current_setting('reviewd.now', true), '')::timestamptz $$;

grant select, update on rehearsal_clock to reviewd;
grant select on installation to reviewd;
