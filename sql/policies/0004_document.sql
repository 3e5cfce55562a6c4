-- A document is visible within the reader's clearance, or to its author's organisation; an answer also to whom it answers. Authorship compares its own audience,
-- which is the officer's when the source is hidden. No policy below authorship may look back at document: that would recurse.

alter table authorship enable row level security;
alter table authorship force row level security;
drop policy if exists authorship_visible on authorship;
create policy authorship_visible on authorship
    using (audience >= clearance((select clearances()), review, instrument) or is_own(organisation, account, audience, is_personal, clearance((select clearances()), review) <= 4))
    with check (true);

alter table document enable row level security;
alter table document force row level security;
drop policy if exists document_visible on document;
create policy document_visible on document
    using (audience >= clearance((select clearances()), review, instrument)
           or exists (select from authorship a
                      where a.document = document.id
                          and is_own(a.organisation, a.account, document.audience, a.is_personal, clearance((select clearances()), a.review) <= 4))
           or answers is not null and audience > 0 and exists (
               select from authorship a where a.document = document.answers and a.organisation = reader_organisation()
                   and (a.account = reader_account() or not a.is_personal)))
    with check (true);

alter table document_version enable row level security;
alter table document_version force row level security;
drop policy if exists document_version_visible on document_version;
create policy document_version_visible on document_version
    using (case when is_draft
                then exists (select from authorship a
                             where a.document = document_version.document
                                 and is_own(a.organisation, a.account, a.audience, a.is_personal, clearance((select clearances()), a.review) <= 4))
                else exists (select from document d where d.id = document_version.document) end
           or reader_role() = 'system')
    with check (true);

alter table clearance_step enable row level security;
alter table clearance_step force row level security;
drop policy if exists clearance_step_visible on clearance_step;
create policy clearance_step_visible on clearance_step
    using (exists (select from authorship a
                   where a.document = clearance_step.document
                       and is_own(a.organisation, a.account, a.audience, a.is_personal, clearance((select clearances()), a.review) <= 4))
           or reader_role() = 'system')
    with check (true);

alter table upload enable row level security;
alter table upload force row level security;
drop policy if exists upload_visible on upload;
-- An upload is its sender's own: its name, its digest and its octets would tell colleagues of a paper that they may not see. People of civil
-- society have no functions and see alike.
create policy upload_visible on upload
    using (organisation = reader_organisation() and (account = reader_account() or reader_role() = 'cso') or reader_role() = 'system')
    with check (true);

-- Octets are visible to whoever sees a version made of them, without the upload's own row, which names its author.
alter table upload_chunk enable row level security;
alter table upload_chunk force row level security;
drop policy if exists upload_chunk_visible on upload_chunk;
create policy upload_chunk_visible on upload_chunk
    using (exists (select from upload u where u.id = upload_chunk.upload)
           or exists (select from document_version v where v.upload = upload_chunk.upload))
    with check (true);

alter table organisation_storage enable row level security;
alter table organisation_storage force row level security;
drop policy if exists organisation_storage_visible on organisation_storage;
create policy organisation_storage_visible on organisation_storage
    using (organisation = reader_organisation() and account in ('', reader_account()) or reader_role() = 'system') with check (true);

grant select, insert, update on document, document_version, authorship, clearance_step, placeholder, upload, organisation_storage to reviewd;
grant select, insert, delete on upload_chunk to reviewd;
grant delete on placeholder to reviewd;
