-- As many batches of twenty messages as the setting `fill.batches` says, each with one notice to a lead that `alarms.sql` made, all due. An
-- identifier ends in the batch's number and the message's place in it. Run as a superuser.
set search_path = reviewd, public;
begin;
create temp table filled on commit drop as
select b * 100 + k as n, 'P-Y' || lpad((b % (select count(*) from account where login like 'fill-%' and is_lead))::text, 9, '0') as account,
    (select id from review order by opened_at, id limit 1) as review, (select opened_at from review order by opened_at, id limit 1) as at
from generate_series(1, current_setting('fill.batches')::int) as b, generate_series(0, 19) as k;
insert into notice (id, account, kind, review, party, stage, created_at)
select 'K-Z' || lpad(n::text, 9, '0'), account, 'stage-entered', review, 'KEN', 'nominations', at from filled order by n;
insert into outbox (id, account, channel, review, next_attempt_at, created_at)
select 'M-Z' || lpad(n::text, 9, '0'), account, 'mail', review, at, at from filled order by n;
insert into outbox_notice (outbox, notice)
select 'M-Z' || lpad(n::text, 9, '0'), 'K-Z' || lpad(n::text, 9, '0') from filled order by n;
commit;
analyze;
