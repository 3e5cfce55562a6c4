-- Alarms of answers that are owed to documents.

-- Whether it hangs on a document, so that only who sees that may know of it, and no count that others read holds it.
alter table alarm add column is_confidential bool not null default false;
alter table reminder add column is_confidential bool not null default false;
