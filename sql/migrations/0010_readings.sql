-- Endings with their cause, a clock in doubt, and indexes for every listing and every job.

-- Why nobody owes it any more.
alter table obligation add column void_because text;
update obligation set void_because = 'it ended with its review' where state = 'void';
alter table obligation add constraint obligation_void_has_a_cause check ((state = 'void') = (void_because is not null));

-- A request whose obligation was settled, or whose review ended, before anybody answered it: void, by nobody.
alter table extension_request drop constraint extension_request_state, drop constraint extension_request_decided_with_a_reason;
alter table extension_request
    add constraint extension_request_state check (state in ('asked', 'granted', 'refused', 'void')),
    add constraint extension_request_decided_with_a_reason check (
        num_nulls(decided_at, decision) = case state when 'asked' then 2 else 0 end
        and (decided_by is not null) = (state in ('granted', 'refused')));

-- What the database's clock jumped against a daemon's own count: taken off it until the schedule is released, so that time goes on as it went.
alter table rehearsal_clock add column jumped interval not null default '0';
-- The last run of a job before the release: what was counted until then was counted by a clock that counts no more.
alter table schedule_hold add column last_run bigint;

-- Every listing and every job finds its rows by an index that leads with what it filters by. Row-level security lets an index do that only
-- for operators that give nothing away, plain comparisons of columns, so that the end of a function has a column of its own.
alter table nomination add column ends_at timestamptz generated always as (upper(during)) stored;
create index nomination_ending on nomination (ends_at) where ended_because is null;
create index nomination_by_review on nomination (review, nominated_at, id);
create index document_by_receipt on document (submitted_at, id);
create index document_by_kind on document (kind, submitted_at, id);
create index document_withheld on document (review, withheld_until) where state = 'withheld';
create index placeholder_by_time on placeholder (placed_at, document);
create index window_run_open on window_run (opened_at, review) where closed_at is null;
create index obligation_by_state on obligation (state, coalesce(due_at, 'infinity'), id);
create index obligation_answer_owed on obligation (review, grace_until) where document is not null and state = 'open';
create index alarm_by_obligation on alarm (obligation, fires_at, id);
create index agenda_item_by_review on agenda_item (review, added_at, obligation);
create index reminder_capped on reminder (recipient) where outcome = 'capped';
create index outbox_by_account on outbox (account, created_at, id);
create index outbox_by_review on outbox (review, created_at, id) where review is not null;
drop index outbox_dead;
create index outbox_given_up on outbox (created_at, id) where state in ('dead', 'dropped');
drop index upload_by_organisation;
create index upload_by_organisation on upload (organisation, opened_at, id);
create index upload_ending on upload (expires_at) where state in ('open', 'complete');
create index token_ending on token (expires_at) where revoked_at is null;
create index job_run_by_job on job_run (job, id);
create index job_run_by_beginning on job_run (began_at);
