-- What people are told, and what leaves the house: notices, how each account wants them, and the outbox with its leases.

create table notice_preference (
    account text primary key references account,
    mail text constraint notice_preference_mail_form check (mail ~ '^[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}$'),
    is_digest bool not null default false,
    quiet_from time,
    quiet_until time,
    ver int not null default 1,
    constraint notice_preference_quiet_is_whole check ((quiet_from is null) = (quiet_until is null)),
    constraint notice_preference_quiet_is_not_all_day check (quiet_from <> quiet_until)
);

-- An institution's own system that is told of its people's notices; each call is signed with the secret.
create table webhook (
    id text primary key,
    organisation text not null references organisation,
    url text not null constraint webhook_url_form check (url ~ '^https://[!-~]+$' and length(url) <= 500),
    secret text not null,
    created_by text not null,
    created_at timestamptz not null,
    ended_at timestamptz
);
create index webhook_by_organisation on webhook (organisation) where ended_at is null;

-- One thing that one person is told: which review, which obligation, which date, as they were then; never content.
create table notice (
    id text primary key,
    position bigint generated always as identity,
    transaction xid8 not null default pg_current_xact_id(),
    account text not null references account,
    kind text not null constraint notice_kind check (kind in ('reminder', 'due-today', 'overdue', 'missed', 'escalation',
        'extension-requested', 'extension-granted', 'extension-refused', 'waived', 'deadline-moved', 'handed-over', 'stage-entered',
        'response-owed', 'function-ending', 'function-ended', 'accreditation-ending', 'accreditation-ended', 'alarm', 'digest')),
    review text references review,
    party text references party,
    -- in whose words the stage and the obligation are told
    procedure text,
    obligation text references obligation,
    stage text,
    rule text,
    due_at timestamptz,
    due_zone text,
    created_at timestamptz not null
);
create index notice_by_account on notice (account, created_at, id);
create index notice_by_transaction on notice (transaction, position);

-- One message that has to leave, at least once. Whoever holds the lease tries; only the holder settles it, under its own attempt.
create table outbox (
    id text primary key,
    account text not null references account,
    channel text not null constraint outbox_channel check (channel in ('mail', 'webhook')),
    webhook text references webhook,
    -- null for a digest, which may speak of several
    review text references review,
    is_digest bool not null default false,
    state text not null default 'pending' constraint outbox_state check (state in ('pending', 'sent', 'dead', 'dropped')),
    -- fixed by the first attempt, so that a duplicate can be known as one
    message_id text constraint outbox_message_id_once unique,
    next_attempt_at timestamptz not null,
    attempt int not null default 0,
    holder uuid,
    lease_until timestamptz,
    last_error text,
    settled_at timestamptz,
    settled_by text,
    ver int not null default 1,
    created_at timestamptz not null,
    constraint outbox_webhook_is_named check ((channel = 'webhook') = (webhook is not null)),
    constraint outbox_lease_is_whole check ((holder is null) = (lease_until is null)),
    constraint outbox_settled_when_not_pending check ((state = 'pending') = (settled_at is null))
);
create index outbox_due on outbox (next_attempt_at, id) where state = 'pending';
create index outbox_by_creation on outbox (created_at, id);
create index outbox_dead on outbox (created_at, id) where state = 'dead';
-- The one digest of an account that gathers notices until its hour.
create unique index outbox_one_digest on outbox (account) where is_digest and state = 'pending' and attempt = 0;

create table outbox_notice (
    outbox text not null references outbox,
    notice text not null references notice,
    primary key (outbox, notice)
);
