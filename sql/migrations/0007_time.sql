-- Time: what will be said of an obligation and when, what was said to whom, extensions, and the daemon's own work.

-- When the present version of the deadline was set: an alarm that lay before that moment was never due.
alter table obligation add column deadline_set_at timestamptz;
alter table obligation add column waived_because text;
alter table obligation add constraint obligation_waiver_has_a_reason check ((state = 'waived') <= (waived_because is not null));

-- One thing to be done at one moment about one obligation, derived from its rule and its deadline; whatever is missing or stale is healed
-- by the reconciler. A cancelled one leaves its place to a new one, as after a hand-over.
create table alarm (
    id bigint generated always as identity primary key,
    obligation text not null references obligation,
    review text not null references review,
    deadline_version int not null,
    rule text not null,
    kind text not null constraint alarm_kind check (kind in ('reminder', 'escalation')),
    -- role of the procedure
    recipient_role text not null,
    late_policy text not null constraint alarm_late_policy check (late_policy in ('must', 'coalesce', 'skip')),
    fires_at timestamptz not null,
    state text not null default 'pending' constraint alarm_state check (state in ('pending', 'fired', 'skipped', 'coalesced', 'cancelled')),
    cause text,
    settled_at timestamptz,
    constraint alarm_settled_when_not_pending check ((state = 'pending') = (settled_at is null)),
    constraint alarm_silence_has_a_cause check ((state in ('skipped', 'coalesced', 'cancelled')) <= (cause is not null))
);
create unique index alarm_once_per_rule on alarm (obligation, deadline_version, rule) where state <> 'cancelled';
create index alarm_due on alarm (fires_at, review) where state = 'pending';
create index alarm_pending_by_review on alarm (review, fires_at) where state = 'pending';

-- Who was told, once for each rule and version of the deadline; written in the transaction that decides it.
create table reminder (
    obligation text not null references obligation,
    deadline_version int not null,
    rule text not null,
    recipient text not null references account,
    review text not null references review,
    decided_at timestamptz not null,
    outcome text not null constraint reminder_outcome check (outcome in ('sent', 'coalesced', 'capped')),
    constraint reminder_once primary key (obligation, deadline_version, rule, recipient)
);
create index reminder_by_recipient on reminder (recipient, decided_at) where outcome = 'sent';

-- More time: asked for by who owes, granted or refused with a reason that everyone reads, beside what was known of the State.
create table extension_request (
    id text primary key,
    obligation text not null references obligation,
    review text not null references review,
    organisation text not null references organisation,
    asked_by text not null references account,
    -- asked for; what was given may be less
    days int not null constraint extension_request_days check (days between 1 and 3650),
    granted_days int constraint extension_request_granted_days check (granted_days between 1 and days),
    reason text not null,
    asked_at timestamptz not null,
    state text not null default 'asked' constraint extension_request_state check (state in ('asked', 'granted', 'refused')),
    decided_by text references account,
    decided_at timestamptz,
    decision text,
    regional_group text,
    income_group text constraint extension_request_income_group check (income_group in ('low', 'lower-middle', 'upper-middle', 'high')),
    context text,
    constraint extension_request_decided_with_a_reason check (num_nulls(decided_by, decided_at, decision) = case state when 'asked' then 3 else 0 end),
    constraint extension_request_granted_is_counted check ((state = 'granted') = (granted_days is not null))
);
create unique index extension_request_one_at_a_time on extension_request (obligation) where state = 'asked';
create index extension_request_by_obligation on extension_request (obligation, asked_at);

-- What nobody delivered after every reminder lies before the Conference.
create table agenda_item (
    obligation text not null references obligation,
    deadline_version int not null,
    rule text not null,
    review text not null references review,
    added_at timestamptz not null,
    constraint agenda_item_once primary key (obligation, deadline_version, rule)
);
create index agenda_item_by_time on agenda_item (added_at, obligation);

-- The schedule stands still for everyone, or for one recipient who was sent too much.
create table schedule_hold (
    id bigint generated always as identity primary key,
    recipient text references account,
    reason text not null,
    held_at timestamptz not null,
    released_at timestamptz,
    released_because text
);
create unique index schedule_hold_one_at_a_time on schedule_hold (recipient) nulls not distinct where released_at is null;

-- Where this database lives: restored from a dump, copied or moved it lives elsewhere, and its record may end before what was done.
create function place() returns text language sql stable as $$
    select concat_ws('/', system_identifier, (select oid from pg_database where datname = current_database()), 'installation'::regclass::oid)
    from pg_control_system()
$$;
-- The place that was settled at the beginning, or accepted by the secretariat since; null asks it to.
alter table installation add column place text;

-- One run of one of the daemon's jobs.
create table job_run (
    id bigint generated always as identity primary key,
    job text not null,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    outcome text not null constraint job_run_outcome check (outcome in ('done', 'failed')),
    happened int not null default 0,
    detail text,
    -- which start of the daemon's machine, and how long that was ago when the run began: what the clock is compared with
    boot text not null default '',
    uptime_microseconds bigint not null default 0
);
create index job_run_by_time on job_run (job, began_at);
create index job_run_by_boot on job_run (boot, id);

-- What the self-check found amiss, so that it says so once a day and not at every look.
create table self_check (
    finding text primary key,
    told_at timestamptz not null
);

-- When the clock may next bring something about in a review; written at the end of every change to it. Apart from the review, because it
-- may hang on an answer to what its readers do not know of.
create table wake (
    review text primary key references review,
    at timestamptz not null
);
