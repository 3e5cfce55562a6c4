-- 250 reviews of 40 documents each, as the verbs would have left them: copies of the rehearsal's one review, with contributions of
-- 2 KiB, their authorships, versions, events, and the answers that are owed to them. Run as a superuser on a fresh rehearsal.
\set ON_ERROR_STOP on
set search_path = reviewd, public;
begin;

create temp table first_review as select * from review;
create temp table parties as select id, row_number() over (order by id) - 1 as number from party where kind = 'state';
create temp table authors as
select row_number() over (order by login) - 1 as number, id as account, organisation from account where role = 'cso';

insert into cycle (id, title, procedure, procedure_version, instruments, starts_on, state, created_at)
select 'Y-' || lpad(n::text, 10, '0'), 'Cycle ' || n, procedure, procedure_version, instruments, starts_on, 'open', created_at
from cycle, generate_series(1, 4) as n;

create temp table filled as
select n, 'R-' || lpad(n::text, 10, '0') as id, 'Y-' || lpad((1 + n / (select count(*) from parties))::text, 10, '0') as cycle,
    (select id from parties where number = n % (select count(*) from parties)) as party
from generate_series(1, 250) as n;

insert into review (id, cycle, party, instruments, state, starts_on, opened_at)
select f.id, f.cycle, f.party, r.instruments, r.state, r.starts_on, r.opened_at from filled f, first_review r;
insert into stage_run (review, stage, position, state, entered_at)
select f.id, s.stage, s.position, s.state, s.entered_at from filled f, stage_run s, first_review r where s.review = r.id;
insert into window_run (review, stage, name, document_kind, open_to, opened_at, closes_at)
select f.id, w.stage, w.name, w.document_kind, w.open_to, w.opened_at, w.closes_at
from filled f, window_run w, first_review r where w.review = r.id;
insert into nomination (id, review, party, account, organisation, function, note_verbale, during, nominated_by, nominated_at)
select 'N-' || lpad((f.n * 10 + row_number() over (partition by f.n))::text, 10, '0'), f.id, n.party, n.account, n.organisation, n.function,
    n.note_verbale, n.during, n.nominated_by, n.nominated_at
from filled f, nomination n, first_review r where n.review = r.id;
create temp table owed as select o.* from obligation o, first_review r where o.review = r.id and o.document is null and o.due_at is not null;
create temp table filled_owed as
select 'B-' || lpad((f.n * 10 + row_number() over (partition by f.n))::text, 10, '0') as new_id, f.id as new_review, o.* from filled f, owed o;
update filled_owed set id = new_id, review = new_review;
alter table filled_owed drop column new_id, drop column new_review;
insert into obligation select * from filled_owed;

-- Of ten documents six are public, two for all who take part, one for the experts from a hidden source, one for the officer.
create temp table filled_document as
select 'D-' || lpad((f.n * 100 + k)::text, 10, '0') as id, f.id as review, a.account, a.organisation,
    (array[5, 5, 5, 5, 5, 5, 4, 4, 2, 1])[1 + k % 10] as audience, k % 10 = 8 as source_hidden,
    r.opened_at + k * interval '1 minute' as at,
    convert_to((select string_agg(md5((f.n * 10000 + k * 100 + part)::text), '') from generate_series(1, 64) as part), 'UTF8') as content
from filled f, first_review r, generate_series(1, 40) as k, authors a where a.number = k % (select count(*) from authors);

insert into document (id, review, stage, kind, state, title, language, chosen_audience, audience, source_hidden, submitted_at,
    published_at, ver)
select id, review, 'nominations', 'contribution', case audience when 5 then 'published' else 'submitted' end, 'Contribution ' || id, 'en',
    case audience when 4 then 5 else audience end, audience, source_hidden, at, case audience when 5 then at end, 2
from filled_document;
insert into authorship (document, review, account, organisation, audience, created_at)
select id, review, account, organisation, case when source_hidden then 1 else audience end, at from filled_document;
insert into document_version (document, number, language, media_type, sha256, bytes, content, is_draft, created_at)
select id, 1, 'en', 'text/plain; charset=utf-8', encode(sha256(content), 'hex'), length(content), content, false, at from filled_document;
insert into event (at, name, review, document, subject, audience)
select at, 'document.submitted', review, id, id, 5 from filled_document order by at;
insert into event_actor (event, document, account, organisation, role, as_author)
select e.position, d.id, d.account, d.organisation, 'cso', true from event e join filled_document d on d.id = e.document;
create temp table answers_owed as
select d.id as new_document, d.review as new_review, o.* from filled_document d, (select * from owed limit 1) o;
update answers_owed set id = 'B-1' || right(new_document, 9), review = new_review, document = new_document, rule = 'contribution',
    document_kind = 'response';
alter table answers_owed drop column new_document, drop column new_review;
insert into obligation select * from answers_owed;
commit;
vacuum analyze;
checkpoint;
