-- How parties stand to instruments: from when to when each is bound. Leaving an instrument leaves those that supplement it.

create or replace view party_standing as
select s.party, s.instrument, s.signed_on, s.consent, s.deposited_on, s.bound_on, ends.denounced_from,
    case when s.bound_on is null or s.bound_on >= ends.denounced_from then 'empty'
         else daterange(s.bound_on, ends.denounced_from) end as bound
from party_status s
    join instrument i on i.id = s.instrument
    left join party_status convention on convention.party = s.party and convention.instrument = i.supplements
    cross join lateral (select least(s.denounced_from, convention.denounced_from) as denounced_from) as ends;

grant select on party_standing to reviewd;
