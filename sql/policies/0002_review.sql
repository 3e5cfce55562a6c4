-- Reviews, stages, anchors and cycles are public; what is owed is public unless it hangs on a document one may not see.

alter table obligation enable row level security;
alter table obligation force row level security;
drop policy if exists obligation_visible on obligation;
create policy obligation_visible on obligation using (document is null or exists (select from document d where d.id = obligation.document))
    with check (true);

alter table nomination enable row level security;
alter table nomination force row level security;
drop policy if exists nomination_visible on nomination;
create policy nomination_visible on nomination
    using (account = reader_account() or organisation = reader_organisation() or clearance((select clearances()), review) <= 4)
    with check (true);

alter table conflict enable row level security;
alter table conflict force row level security;
drop policy if exists conflict_visible on conflict;
create policy conflict_visible on conflict
    using (account = reader_account() or looks_after((select clearances()), review))
    with check (true);

grant select, insert, update on cycle, cycle_group, review, stage_run, window_run, anchor, obligation, nomination, conflict to reviewd;
grant select on instrument, article, guideline, party, party_name, party_group, party_status, calendar, calendar_year, holiday,
    procedure_version to reviewd;
