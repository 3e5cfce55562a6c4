-- The zone, or UTC in place of one that this server does not know: nobody's setting may fail the transaction that tells them something.
create or replace function known_zone(zone text) returns text language plpgsql stable as $$
begin
    perform moment() at time zone zone;
    return zone;
exception when invalid_parameter_value then
    return 'UTC';
end
$$;

-- The next moment at which that zone's clocks show that time.
create or replace function next_time(at timestamptz, zone text, wanted time) returns timestamptz
    language sql stable parallel safe as $$
        select ((at at time zone zone)::date + case when (at at time zone zone)::time < wanted then 0 else 1 end + wanted) at time zone zone
    $$;

-- When a message may leave: at once, after the quiet hours of its recipient, or with the digest at 07:00, all in the recipient's zone.
create or replace function leaves_at(at timestamptz, zone text, is_digest bool, quiet_from time, quiet_until time) returns timestamptz
    language sql stable as $$
        select case
            when is_digest then next_time(at, known, '07:00')
            when quiet_from < quiet_until and local >= quiet_from and local < quiet_until
                or quiet_from > quiet_until and (local >= quiet_from or local < quiet_until)
                then next_time(at, known, quiet_until)
            else at end
        from known_zone(zone) as known cross join lateral (select (at at time zone known)::time as local) as clock
    $$;
