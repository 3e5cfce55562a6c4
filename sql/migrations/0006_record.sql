-- The record: events and accesses take inserts only, from everyone; and the replies kept for idempotency keys.

create table event (
    position bigint generated always as identity primary key,
    transaction xid8 not null default pg_current_xact_id(),
    at timestamptz not null,
    name text not null,
    review text references review,
    document text references document,
    subject text not null,
    audience audience not null default 5,
    instrument text,
    digest_before text,
    digest_after text
);
create index event_by_review on event (review, transaction, position);
create index event_by_transaction on event (transaction, position);

-- Who did it, apart from what was done: visible by the authorship rules when it was the author.
create table event_actor (
    event bigint primary key references event,
    document text,
    account text,
    organisation text,
    role text not null,
    as_author bool not null
);

-- Logins, refusals of logged-in accounts, exports, and reads of experts-level content.
create table access_log (
    position bigint generated always as identity primary key,
    at timestamptz not null,
    account text,
    kind text not null constraint access_log_kind check (kind in ('login', 'refusal', 'read', 'export', 'rehearsal', 'dry')),
    verb text not null,
    err text,
    subject text
);

-- A successful reply, stored with its key in the transaction of the effect.
create table idempotency (
    account text not null references account,
    key text not null constraint idempotency_key_length check (length(key) between 16 and 64),
    verb text not null,
    digest text not null,
    code int not null,
    reply text not null,
    review text,
    document text,
    stored_at timestamptz not null,
    primary key (account, key)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'insufficient_privilege', message = format('%I takes inserts only', tg_table_name);
end
$$;
create trigger event_inserts_only before update or delete on event for each row execute function refuse_change();
create trigger event_never_truncated before truncate on event for each statement execute function refuse_change();
create trigger event_actor_inserts_only before update or delete on event_actor for each row execute function refuse_change();
create trigger event_actor_never_truncated before truncate on event_actor for each statement execute function refuse_change();
create trigger access_log_inserts_only before update or delete on access_log for each row execute function refuse_change();
create trigger access_log_never_truncated before truncate on access_log for each statement execute function refuse_change();
