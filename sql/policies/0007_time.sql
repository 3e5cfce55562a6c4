-- Alarms, extensions and the agenda are seen with their obligation, who was told instead by those who look after the review; a reminder by its recipient and the officer; work by the secretariat.

alter table alarm enable row level security;
alter table alarm force row level security;
drop policy if exists alarm_visible on alarm;
create policy alarm_visible on alarm
    using (reader_role() = 'system' or exists (select from obligation o where o.id = alarm.obligation)) with check (true);

alter table alarm_substitute enable row level security;
alter table alarm_substitute force row level security;
drop policy if exists alarm_substitute_visible on alarm_substitute;
create policy alarm_substitute_visible on alarm_substitute
    using (looks_after((select clearances()), review) and exists (select from alarm a where a.id = alarm_substitute.alarm)) with check (true);

alter table reminder enable row level security;
alter table reminder force row level security;
drop policy if exists reminder_visible on reminder;
create policy reminder_visible on reminder
    using (recipient = reader_account() or clearance((select clearances()), review) <= 1) with check (true);

alter table extension_request enable row level security;
alter table extension_request force row level security;
drop policy if exists extension_request_visible on extension_request;
create policy extension_request_visible on extension_request
    using (exists (select from obligation o where o.id = extension_request.obligation)) with check (true);

alter table agenda_item enable row level security;
alter table agenda_item force row level security;
drop policy if exists agenda_item_visible on agenda_item;
create policy agenda_item_visible on agenda_item
    using (exists (select from obligation o where o.id = agenda_item.obligation)) with check (true);

alter table schedule_hold enable row level security;
alter table schedule_hold force row level security;
drop policy if exists schedule_hold_visible on schedule_hold;
create policy schedule_hold_visible on schedule_hold
    using (recipient is null or recipient = reader_account() or reader_role() in ('secretariat', 'system')) with check (true);

alter table job_run enable row level security;
alter table job_run force row level security;
drop policy if exists job_run_visible on job_run;
create policy job_run_visible on job_run using (reader_role() in ('secretariat', 'system')) with check (true);

alter table self_check enable row level security;
alter table self_check force row level security;
drop policy if exists self_check_visible on self_check;
create policy self_check_visible on self_check using (reader_role() in ('secretariat', 'system')) with check (true);

alter table wake enable row level security;
alter table wake force row level security;
drop policy if exists wake_visible on wake;
create policy wake_visible on wake using ((select reader_role()) = 'system') with check (true);

grant select, insert, update on self_check to reviewd;
grant select, insert, update, delete on wake to reviewd;
grant select, insert, update on alarm, reminder, extension_request, schedule_hold to reviewd;
grant select, insert on agenda_item, alarm_substitute to reviewd;
grant update (place) on installation to reviewd;
grant select, insert, delete on job_run to reviewd;
