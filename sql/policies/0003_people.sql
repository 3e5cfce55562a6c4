-- Organisations, accreditations and objections are public; people and their credentials are not.

alter table accreditation_contact enable row level security;
alter table accreditation_contact force row level security;
drop policy if exists accreditation_contact_visible on accreditation_contact;
create policy accreditation_contact_visible on accreditation_contact using (reader_role() in ('secretariat', 'system')) with check (true);

alter table account enable row level security;
alter table account force row level security;
drop policy if exists account_visible on account;
create policy account_visible on account
    using (organisation = reader_organisation() or reader_role() in ('secretariat', 'system')) with check (true);

alter table credential enable row level security;
alter table credential force row level security;
drop policy if exists credential_visible on credential;
create policy credential_visible on credential using (account = reader_account() or reader_role() = 'system') with check (true);

-- Whoever holds the code of an invitation sees that invitation: the daemon sets the code's digest for the one transaction that uses it.
alter table invitation enable row level security;
alter table invitation force row level security;
drop policy if exists invitation_visible on invitation;
create policy invitation_visible on invitation
    using (organisation = reader_organisation() or reader_role() in ('secretariat', 'system')
           or digest = nullif(current_setting('reviewd.invitation', true), ''))
    with check (true);

alter table token enable row level security;
alter table token force row level security;
drop policy if exists token_visible on token;
create policy token_visible on token using (account = reader_account() or reader_role() = 'system') with check (true);

alter table certificate enable row level security;
alter table certificate force row level security;
drop policy if exists certificate_visible on certificate;
create policy certificate_visible on certificate using (account = reader_account() or reader_role() = 'system') with check (true);

grant select, insert, update on organisation, accreditation, accreditation_contact, accreditation_objection, account, credential, invitation,
    token, certificate to reviewd;
grant delete on certificate to reviewd;
