-- People of an organisation who do not see the same have room of their own: what is left of it would tell when a colleague wrote, and how much.
-- An empty account stands for all people of one of civil society, who see alike.
alter table organisation_storage add column account text not null default '';
alter table organisation_storage drop constraint organisation_storage_pkey;
alter table organisation_storage add primary key (organisation, account, part);

drop function count_octets(text, bigint, bigint);
create function count_octets(its_id text, its_account text, octets bigint, octets_max bigint) returns void language plpgsql as $$
declare
    holder constant text := case when exists (select from account a where a.id = its_account and a.role = 'cso') then '' else its_account end;
begin
    insert into organisation_storage as s (organisation, account, part, bytes) values (its_id, holder, pg_backend_pid() % 16, octets)
    on conflict (organisation, account, part) do update set bytes = s.bytes + excluded.bytes;
    if octets > 0 and (select sum(bytes) from organisation_storage where organisation = its_id and account = holder) > octets_max then
        raise exception using errcode = 'check_violation', constraint = 'organisation_storage_within_limit',
            message = 'as much is stored as may be';
    end if;
end
$$;

-- The experts of a roster belong to nobody but themselves: what one of them writes is not the roster's.

-- Done as the system: row-level security binds the owner too.
select set_config('reviewd.role', 'system', true);
update authorship a set is_personal = true from organisation o where o.id = a.organisation and o.class = 'expert' and not a.is_personal;
