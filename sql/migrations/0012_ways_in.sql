-- Who learns that somebody else made a way into an organisation or an account.

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
