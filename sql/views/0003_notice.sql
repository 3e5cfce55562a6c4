-- The zone, or UTC in place of one that this server does not know: nobody's setting may fail the transaction that tells them something.
create or replace function known_zone(zone text) returns text language plpgsql stable as $$
begin
    perform moment() at time zone zone;
    return zone;
exception when invalid_parameter_value then
    return 'UTC';
end
$$;

-- The next moment at which that zone's clocks show that time: where they show it twice the first one, where they skip it the first moment
-- after the gap.
create or replace function next_time(at timestamptz, zone text, wanted time) returns timestamptz
    language sql stable parallel safe as $$
        select coalesce(
            (select min(guess) from unnest(guesses) as guess where guess >= at and guess at time zone zone = shown),
            (select min(minute) from generate_series(least(guesses[1], guesses[2]), greatest(guesses[1], guesses[2]), interval '1 minute') as minute
             where minute at time zone zone >= shown))
        from (select (at at time zone zone)::date + case when (at at time zone zone)::time < wanted then 0 else 1 end + wanted as shown) as clock
            cross join lateral (
                -- As if the clocks went on as half a day before, and as half a day after.
                select array_agg((shown - (near at time zone zone - near at time zone 'UTC')) at time zone 'UTC') as guesses
                from unnest(array[shown at time zone zone - interval '12 hours', shown at time zone zone + interval '12 hours']) as near
            ) as guess
    $$;

-- The moment itself, or the end of the quiet hours that it lies in.
create or replace function after_quiet(at timestamptz, zone text, quiet_from time, quiet_until time) returns timestamptz
    language sql stable parallel safe as $$
        select case when quiet_from < quiet_until and local >= quiet_from and local < quiet_until
                or quiet_from > quiet_until and (local >= quiet_from or local < quiet_until)
            then next_time(at, zone, quiet_until) else at end
        from (select (at at time zone zone)::time as local) as clock
    $$;

-- When a message may leave: at once or with the digest at 07:00, and after the quiet hours of its recipient, all in the recipient's zone.
create or replace function leaves_at(at timestamptz, zone text, is_digest bool, quiet_from time, quiet_until time) returns timestamptz
    language sql stable as $$
        select after_quiet(case when is_digest then next_time(at, known, '07:00') else at end, known, quiet_from, quiet_until)
        from known_zone(zone) as known
    $$;
