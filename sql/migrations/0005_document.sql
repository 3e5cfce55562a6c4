-- Documents: content, versions, authorship apart, placeholders, uploads.

create table document (
    id text primary key,
    review text not null references review,
    -- the stage in which it was handed in
    stage text,
    kind text not null,
    state text not null constraint document_state check (state in ('draft', 'submitted', 'published', 'withheld', 'withdrawn')),
    title text not null constraint document_title_length check (length(title) between 1 and 300),
    language text not null,
    instrument text references instrument,
    -- what the author chose, and what holds now; the second is what row-level security compares
    chosen_audience audience not null,
    audience audience not null,
    source_hidden bool not null default false,
    on_record bool not null default false,
    answers text references document,
    translation_of text references document,
    version int not null default 1,
    created_at timestamptz not null,
    -- infinity while it is a draft, so that one index orders every listing
    submitted_at timestamptz not null default 'infinity',
    received_late bool not null default false,
    published_at timestamptz,
    withheld_until timestamptz,
    -- the original that this translation was withheld with, and comes back with
    withheld_with text references document,
    withdrawn_at timestamptz,
    cleared_version int,
    ver int not null default 1,
    constraint document_draft_is_own check ((state = 'draft') <= (audience = 0)),
    constraint document_handed_in_at_a_stage check (state in ('draft', 'withdrawn') or (stage is not null and submitted_at < 'infinity')),
    constraint document_published_is_public check ((state = 'published') = (audience = 5)),
    constraint document_withheld_has_end check ((state = 'withheld') <= (withheld_until is not null))
);
create index document_by_review on document (review, submitted_at, id);
create index document_by_answers on document (answers) where answers is not null;
create index document_by_withholding on document (withheld_with) where withheld_with is not null;
create index document_by_translation on document (translation_of) where translation_of is not null;

-- Every version is kept. The body is text, or an upload's octets.
create table document_version (
    document text not null references document,
    number int not null,
    language text not null,
    media_type text not null,
    sha256 text not null constraint document_version_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint not null,
    content bytea,
    upload text,
    is_draft bool not null default true,
    created_at timestamptz not null,
    primary key (document, number),
    constraint document_version_has_one_content check ((content is null) <> (upload is null))
);

-- Who wrote it: a row of its own, whose audience is the document's, or the officer's when the source is hidden.
create table authorship (
    document text primary key references document,
    review text not null references review,
    instrument text references instrument,
    account text not null references account,
    organisation text not null references organisation,
    file_name text,
    -- its writer's own, not the organisation's: an answer to a contribution, or what the secretariat took back
    is_personal bool not null default false,
    audience audience not null
);
create index authorship_by_organisation on authorship (organisation, document);

-- The focal point's clearing of one version, apart from authorship.
create table clearance_step (
    document text not null references document,
    version int not null,
    account text not null references account,
    cleared_at timestamptz not null,
    primary key (document, version)
);

-- What stands in public where a document was withheld or withdrawn after it was public.
create table placeholder (
    document text primary key references document,
    review text not null references review,
    kind text not null,
    organisation text references organisation,
    state text not null constraint placeholder_state check (state in ('withheld', 'withdrawn')),
    reason text not null constraint placeholder_reason_length check (length(reason) between 1 and 2000),
    until timestamptz,
    placed_at timestamptz not null
);
create index placeholder_by_review on placeholder (review, placed_at);

-- Octets on their way in, resumable at the offset.
create table upload (
    id text primary key,
    account text not null references account,
    organisation text not null references organisation,
    name text not null constraint upload_name_length check (length(name) between 1 and 255),
    media_type text not null,
    bytes bigint not null constraint upload_bytes_max check (bytes between 1 and 52428800),
    sha256 text not null constraint upload_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    received bigint not null default 0,
    state text not null default 'open' constraint upload_state check (state in ('open', 'complete', 'used', 'cancelled')),
    warnings text[] not null default '{}',
    opened_at timestamptz not null,
    expires_at timestamptz not null,
    constraint upload_received_within check (received between 0 and bytes)
);
create index upload_by_organisation on upload (organisation, state);

create table upload_chunk (
    upload text not null references upload on delete cascade,
    at bigint not null,
    content bytea not null,
    primary key (upload, at)
);
alter table document_version add foreign key (upload) references upload;
create index document_version_by_upload on document_version (upload) where upload is not null;

-- Octets that an organisation has stored, in parts that are summed up: one part would be a lock that all of its people wait for.
create table organisation_storage (
    organisation text not null references organisation,
    part int not null,
    bytes bigint not null,
    primary key (organisation, part)
);

-- Counts octets that come, or go. Only what is committed is summed up, so that those who come together may pass the limit by one each.
create function count_octets(its_id text, octets bigint, octets_max bigint) returns void language plpgsql as $$
begin
    insert into organisation_storage as s (organisation, part, bytes) values (its_id, pg_backend_pid() % 16, octets)
    on conflict (organisation, part) do update set bytes = s.bytes + excluded.bytes;
    if octets > 0 and (select sum(bytes) from organisation_storage where organisation = its_id) > octets_max then
        raise exception using errcode = 'check_violation', constraint = 'organisation_storage_within_limit',
            message = 'the organisation has stored as much as it may';
    end if;
end
$$;
