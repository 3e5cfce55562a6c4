-- A look asks for the moments that have come, however many reviews there are: who waits for something has a moment, who does not has none.
create index wake_at on wake (at);

-- Done as the system: row-level security binds the owner too.
select set_config('reviewd.role', 'system', true);
insert into wake (review, at) select id, '-infinity' from review on conflict do nothing;
