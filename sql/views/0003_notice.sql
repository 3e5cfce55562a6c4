-- The next moment at which that zone's clocks show that time.
create or replace function next_time(at timestamptz, zone text, wanted time) returns timestamptz
    language sql stable parallel safe as $$
        select ((at at time zone zone)::date + case when (at at time zone zone)::time < wanted then 0 else 1 end + wanted) at time zone zone
    $$;

-- When a message may leave: at once, after the quiet hours of its recipient, or with the digest at 07:00, all in the recipient's zone.
create or replace function leaves_at(at timestamptz, zone text, is_digest bool, quiet_from time, quiet_until time) returns timestamptz
    language sql stable parallel safe as $$
        select case
            when is_digest then next_time(at, zone, '07:00')
            when quiet_from < quiet_until and (at at time zone zone)::time >= quiet_from and (at at time zone zone)::time < quiet_until
                or quiet_from > quiet_until and ((at at time zone zone)::time >= quiet_from or (at at time zone zone)::time < quiet_until)
                then next_time(at, zone, quiet_until)
            else at end
    $$;
