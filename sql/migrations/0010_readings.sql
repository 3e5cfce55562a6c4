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
