-- How the reader of the transaction stands to each review: functions held now, the class of its organisation, how its party stands to the
-- review, and whether a conflict of interest is declared and not lifted. One that takes no part gives neither function nor class.
create or replace view participation with (security_invoker = true) as
select r.id as review,
    array(select distinct n.function from nomination n
          where n.review = r.id and n.account = reader_account() and n.during @> moment() and o.id is not null) as functions,
    o.class,
    case when o.party = r.party then 'under-review'
         when exists (select from nomination n
                      where n.review = r.id and n.function = 'reviewer' and n.party = o.party and n.during @> moment()) then 'reviewing'
         else 'other' end as relation,
    exists (select from conflict c where c.review = r.id and c.account = reader_account() and c.state in ('open', 'upheld')) as has_conflict
from review r left join organisation o on o.id = reader_organisation() and takes_part(o.id, moment());
grant select on participation to reviewd;
