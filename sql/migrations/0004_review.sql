-- Cycles, reviews, who holds which function in them, and what is owed.

create table cycle (
    id text primary key,
    title text not null,
    procedure text not null,
    procedure_version int not null,
    instruments text[] not null constraint cycle_has_instruments check (cardinality(instruments) > 0),
    starts_on date not null,
    state text not null default 'planned' constraint cycle_state check (state in ('planned', 'open', 'closed')),
    ver int not null default 1,
    created_at timestamptz not null,
    foreign key (procedure, procedure_version) references procedure_version (procedure, version)
);

create table cycle_group (
    cycle text not null references cycle,
    number int not null,
    starts_on date not null,
    primary key (cycle, number)
);

-- One party in one cycle.
create table review (
    id text primary key,
    cycle text not null references cycle,
    party text not null references party,
    instruments text[] not null,
    state text not null default 'open' constraint review_state check (state in ('open', 'closed', 'cancelled')),
    starts_on date not null,
    opened_at timestamptz not null,
    closed_at timestamptz,
    closed_because text,
    ver int not null default 1,
    constraint review_once_per_cycle unique (cycle, party)
);
create index review_by_party on review (party, opened_at);
create index review_by_opening on review (opened_at, id);

create table stage_run (
    review text not null references review,
    stage text not null,
    position int not null,
    state text not null constraint stage_run_state check (state in ('open', 'left')),
    entered_at timestamptz not null,
    left_at timestamptz,
    left_because text,
    primary key (review, stage),
    constraint stage_run_left_after_entered check (left_at >= entered_at)
);

-- What a deadline may hang on: an event of a review with its instant. Moving one recomputes what hangs on it.
create table anchor (
    review text not null references review,
    name text not null,
    occurred_at timestamptz not null,
    recorded_at timestamptz not null,
    ver int not null default 1,
    primary key (review, name)
);

-- A function held in a review, by nomination, from an instant to an instant.
create table nomination (
    id text primary key,
    review text not null references review,
    party text references party,
    account text not null references account,
    organisation text not null references organisation,
    function text not null constraint nomination_function
        check (function in ('focal-point', 'delegate', 'reviewer', 'expert', 'officer', 'observer')),
    instruments text[],
    note_verbale text not null constraint nomination_note_verbale_length check (length(note_verbale) between 1 and 200),
    during tstzrange not null,
    nominated_by text not null,
    nominated_at timestamptz not null,
    ended_because text,
    -- when those concerned were told that it ends soon
    ending_told_at timestamptz,
    ver int not null default 1,
    constraint nomination_one_focal_point exclude using gist (review with =, party with =, during with &&) where (function = 'focal-point'),
    constraint nomination_function_once exclude using gist (review with =, account with =, function with =, during with &&)
);
-- Holds all that clearances are made of.
create index nomination_by_account on nomination (account) include (review, function, instruments, during);

-- A conflict of interest; while it is open or upheld, one's clearance for that review is public.
create table conflict (
    id text primary key,
    review text not null references review,
    account text not null references account,
    reason text not null constraint conflict_reason_length check (length(reason) between 1 and 4000),
    state text not null default 'open' constraint conflict_state check (state in ('open', 'upheld', 'lifted')),
    declared_by text not null,
    declared_at timestamptz not null,
    answered_by text,
    answered_at timestamptz,
    answer text,
    ver int not null default 1,
    constraint conflict_not_answered_by_oneself check (answered_by <> account)
);
create index conflict_by_account on conflict (account);
create index conflict_by_review on conflict (review, declared_at);

-- A window for others to speak while a stage is open; closes_at null closes with the stage.
create table window_run (
    review text not null references review,
    stage text not null,
    name text not null,
    document_kind text not null,
    -- roles of the procedure
    open_to text[] not null,
    opened_at timestamptz not null,
    closes_at timestamptz,
    closed_at timestamptz,
    primary key (review, stage, name)
);

-- One thing owed in one stage, by a rule of the procedure or in answer to one document. Its deadline is one stored value (DOMAIN §4),
-- absent while its anchor has not happened.
create table obligation (
    id text primary key,
    review text not null references review,
    stage text not null,
    -- the procedure's obligation, or the window whose contribution is to be answered
    rule text not null,
    owed_by text not null,
    party text references party,
    document_kind text,
    -- the document to be answered
    document text,
    state text not null default 'open' constraint obligation_state check (state in ('open', 'met', 'late', 'missed', 'waived', 'void')),
    due_at timestamptz,
    due_zone text,
    due_local_date date,
    due_local_time text,
    due_rule text,
    due_calendar text,
    due_calendar_version text,
    due_anchor text,
    due_anchored_on date,
    due_provisional bool,
    grace_until timestamptz,
    original_due_at timestamptz,
    deadline_version int not null default 1,
    extensions text[] not null default '{}',
    opened_at timestamptz not null,
    settled_at timestamptz,
    settled_by text,
    ver int not null default 1,
    constraint obligation_once_per_rule unique nulls not distinct (review, stage, rule, document),
    constraint obligation_deadline_is_whole check (num_nulls(due_at, due_zone, due_local_date, due_local_time, due_rule, due_calendar,
        due_calendar_version, due_anchor, due_anchored_on, due_provisional, grace_until, original_due_at) in (0, 12)),
    constraint obligation_grace_after_due check (grace_until >= due_at)
);
create index obligation_by_due on obligation (coalesce(due_at, 'infinity'), id);
create index obligation_by_document on obligation (document) where document is not null;
create index obligation_by_review on obligation (review, due_at);
