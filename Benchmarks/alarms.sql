-- As many reviews as the setting `fill.reviews` says, as the verbs would have left them on the day on which they began: copies of a
-- rehearsal's one review in which nobody has been nominated but an officer, each under a party that has a lead to be told. An identifier
-- ends in the review's number and two digits more. No alarm is written: the daemon derives them. Run as a superuser.
set search_path = reviewd, public;
begin;

create temp table first_review on commit drop as
select r.*, c.procedure, c.procedure_version from review r join cycle c on c.id = r.cycle order by r.opened_at, r.id limit 1;
create temp table parties on commit drop as
select id, row_number() over (order by id) - 1 as number, count(*) over () as amount from party where kind = 'state';

insert into organisation (id, title, class, party, created_at)
select 'fill-' || lower(p.id), p.id, 'state', p.id, opened_at from parties p, first_review;
insert into account (id, login, organisation, role, is_lead, created_at)
select 'P-Y' || lpad(p.number::text, 9, '0'), 'fill-' || lower(p.id), 'fill-' || lower(p.id), 'state', true, opened_at
from parties p, first_review;
insert into account (id, login, organisation, role, created_at)
select 'P-X' || lpad(n::text, 9, '0'), 'fill-officer-' || n, 'secretariat', 'secretariat', opened_at
from generate_series(0, 19) as n, first_review;

create temp table filled on commit drop as
select n, 'R-Z' || lpad(n::text, 7, '0') || '00' as id, 'Y-Z' || lpad((n / p.amount)::text, 9, '0') as cycle, p.id as party
from generate_series(1, current_setting('fill.reviews')::int) as n join parties p on p.number = n % p.amount;

insert into cycle (id, title, procedure, procedure_version, instruments, starts_on, state, created_at)
select distinct f.cycle, f.cycle, r.procedure, r.procedure_version, r.instruments, r.starts_on, 'open', r.opened_at
from filled f, first_review r;
insert into review (id, cycle, party, instruments, state, starts_on, opened_at)
select f.id, f.cycle, f.party, r.instruments, 'open', r.starts_on, r.opened_at from filled f, first_review r;
insert into stage_run (review, stage, position, state, entered_at)
select f.id, s.stage, s.position, 'open', s.entered_at
from filled f, first_review r join stage_run s on s.review = r.id and s.position = 0;
insert into window_run (review, stage, name, document_kind, open_to, opened_at, closes_at)
select f.id, w.stage, w.name, w.document_kind, w.open_to, w.opened_at, w.closes_at
from filled f, first_review r join stage_run s on s.review = r.id and s.position = 0
    join window_run w on w.review = r.id and w.stage = s.stage;
insert into wake (review, at) select f.id, r.opened_at from filled f, first_review r;
insert into nomination (id, review, account, organisation, function, note_verbale, during, nominated_by, nominated_at)
select 'N-Z' || lpad(f.n::text, 7, '0') || '00', f.id, 'P-X' || lpad((f.n % 20)::text, 9, '0'), 'secretariat', 'officer', 'NV/fill',
    tstzrange(r.opened_at, null), 'secretariat', r.opened_at
from filled f, first_review r;

create temp table owed on commit drop as
select o.*, row_number() over (order by o.rule) as number
from obligation o join first_review r on r.id = o.review join stage_run s on s.review = r.id and s.stage = o.stage and s.position = 0
where o.document is null;
create temp table filled_owed on commit drop as
select f.n, f.id as new_review, f.party as new_party, o.* from filled f, owed o;
update filled_owed set id = 'B-Z' || lpad(n::text, 7, '0') || lpad(number::text, 2, '0'), review = new_review,
    party = case when party is not null then new_party end, state = 'open', settled_at = null, settled_by = null, ver = 1;
alter table filled_owed drop column n, drop column number, drop column new_review, drop column new_party;
insert into obligation select * from filled_owed;
commit;
analyze;
