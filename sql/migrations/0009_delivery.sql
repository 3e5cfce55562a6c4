-- What a message speaks of, and why it waits.

-- What is owed that it tells of: who may not know of one of these may not know that the message was written.
alter table outbox add column obligations text[] not null default '{}';

-- Since when nothing can leave before something on our side is mended, such as the login at the mail server, and how many attempts failed
-- for that; these do not count, so that no message dies of it.
alter table outbox add column blocked_since timestamptz;
alter table outbox add column blocked_attempts int not null default 0;
