-- Who may know of what leaves the house, of who was told instead, and of when a paper was written.

-- Done as the system: row-level security binds the owner too.
select set_config('reviewd.role', 'system', true);

-- A notice hangs on an answer that is owed to a document, so that only who sees the document may know of it, and of its message.
alter table notice add column is_confidential bool not null default false;
alter table outbox add column is_confidential bool not null default false;
update notice n set is_confidential = true from obligation o where o.id = n.obligation and o.document is not null;
update outbox m set is_confidential = true from outbox_notice c join notice n on n.id = c.notice where c.outbox = m.id and n.is_confidential;

-- The one digest of an account, and for each review the one of what is confidential in it.
drop index outbox_one_digest;
create unique index outbox_one_digest on outbox (account, review) nulls not distinct where is_digest and state = 'pending' and attempt = 0;

-- Who was told of an alarm in place of those who could not be. It tells of conflicts of interest, which the alarm's own row must not.
create table alarm_substitute (
    alarm bigint primary key references alarm,
    review text not null references review,
    told text not null
);
insert into alarm_substitute (alarm, review, told) select id, review, cause from alarm where state = 'fired' and cause is not null;
update alarm set cause = null where state = 'fired';

-- When a document was begun. Of a hidden source it tells when somebody sat there, and so it stands with who that is.
alter table authorship add column created_at timestamptz;
update authorship a set created_at = d.created_at from document d where d.id = a.document;
alter table authorship alter column created_at set not null;
alter table document drop column created_at;

-- Whose an event is that is nobody else's to know: one account's, or an organisation's, which its people and the head know of.
alter table event add column owner_account text;
alter table event add column owner_organisation text;

-- Where a message goes, whatever its account prefers by the time it leaves: whoever takes an account over must not take the word of it too.
create table outbox_address (
    outbox text primary key references outbox,
    mail text not null
);

alter table notice drop constraint notice_kind;
alter table notice add constraint notice_kind check (kind in ('reminder', 'due-today', 'overdue', 'missed', 'escalation',
    'extension-requested', 'extension-granted', 'extension-refused', 'waived', 'deadline-moved', 'handed-over', 'stage-entered',
    'response-owed', 'function-ending', 'function-ended', 'accreditation-ending', 'accreditation-ended', 'way-in', 'alarm', 'digest'));
