-- Those whom a review concerns are told that it is cancelled.
alter table notice drop constraint notice_kind, add constraint notice_kind check (kind in (
    'reminder', 'due-today', 'overdue', 'missed', 'escalation', 'extension-requested', 'extension-granted', 'extension-refused', 'waived',
    'deadline-moved', 'handed-over', 'stage-entered', 'review-cancelled', 'response-owed', 'function-ending', 'function-ended',
    'accreditation-ending', 'accreditation-ended', 'way-in', 'alarm', 'digest'));
