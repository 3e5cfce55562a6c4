-- What a message speaks of, and why it waits.

-- What is owed that it tells of: who may not know of one of these may not know that the message was written.
alter table outbox add column obligations text[] not null default '{}';
