-- Organisations, accounts and what lets them in.

-- The instant of the current transaction without a rehearsal's lead: what lets people in keeps real time.
create function real_moment() returns timestamptz language sql stable parallel safe
    as $$ select moment() - (select ahead from rehearsal_clock) $$;

create table organisation (
    id text primary key constraint organisation_id_slug check (id ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
    title text not null constraint organisation_title_length check (length(title) between 1 and 300),
    class text not null constraint organisation_class check (class in ('state', 'cso', 'nhri', 'igo', 'expert', 'secretariat')),
    cso_kind text constraint organisation_cso_kind check (cso_kind in ('ngo', 'survivor-led', 'service-provider', 'union', 'academic')),
    nhri_status text constraint organisation_nhri_status check (nhri_status in ('A', 'B')),
    nhri_status_during daterange,
    party text references party,
    country text,
    state text not null default 'active' constraint organisation_state check (state in ('applicant', 'active', 'suspended')),
    suspended_because text,
    ver int not null default 1,
    created_at timestamptz not null,
    constraint organisation_state_has_party check ((class = 'state') <= (party is not null)),
    constraint organisation_cso_has_kind check ((class = 'cso') = (cso_kind is not null)),
    constraint organisation_nhri_status_is_of_nhri check (nhri_status is null or class = 'nhri')
);
create index organisation_by_party on organisation (party);

-- Accreditation of a CSO or NHRI; applied for by anyone, decided by the secretariat, objections excluded nobody by themselves.
create table accreditation (
    id text primary key,
    organisation text not null references organisation,
    state text not null constraint accreditation_state check (state in ('applied', 'accredited', 'refused', 'suspended', 'ended')),
    statement text not null constraint accreditation_statement_length check (length(statement) <= 20000),
    applied_at timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    reason text,
    during tstzrange,
    -- when its organisation was told that it ends soon
    ending_told_at timestamptz,
    ver int not null default 1,
    constraint accreditation_accredited_has_dates check ((state in ('accredited', 'suspended', 'ended')) <= (during is not null)),
    constraint accreditation_one_at_a_time exclude using gist (organisation with =, during with &&) where (state in ('accredited', 'suspended'))
);
create unique index accreditation_one_application on accreditation (organisation) where state = 'applied';

-- How to reach an applicant; apart, because the application is public and this is not.
create table accreditation_contact (
    accreditation text primary key references accreditation,
    contact text not null constraint accreditation_contact_length check (length(contact) between 1 and 500)
);

create table accreditation_objection (
    id text primary key,
    accreditation text not null references accreditation,
    organisation text not null references organisation,
    reasons text not null constraint accreditation_objection_reasons_length check (length(reasons) between 1 and 20000),
    objected_at timestamptz not null
);
create index accreditation_objection_by_accreditation on accreditation_objection (accreditation);

-- One person's login, of one organisation, with one role.
create table account (
    id text primary key,
    login text not null constraint account_login_form check (login ~ '^[a-z0-9][a-z0-9._-]{1,62}$'),
    organisation text not null references organisation,
    role text not null constraint account_role check (role in ('state', 'cso', 'expert', 'secretariat')),
    state text not null default 'active' constraint account_state check (state in ('active', 'suspended')),
    suspended_because text,
    is_lead bool not null default false,
    is_head bool not null default false,
    language text not null default 'en' constraint account_language check (language in ('ar', 'zh', 'en', 'fr', 'ru', 'es')),
    zone text not null default 'UTC',
    ver int not null default 1,
    created_at timestamptz not null,
    constraint account_login_taken unique (login),
    constraint account_head_is_secretariat check (is_head <= (role = 'secretariat'))
);
create index account_by_organisation on account (organisation);

-- What SCRAM needs, never a password (RFC 5802 §3).
create table credential (
    account text primary key references account,
    salt bytea not null,
    iterations int not null constraint credential_iterations check (iterations >= 4096),
    stored_key bytea not null constraint credential_stored_key check (length(stored_key) = 32),
    server_key bytea not null constraint credential_server_key check (length(server_key) = 32),
    changed_at timestamptz not null
);

-- A one-time way in, known by the digest of its code.
create table invitation (
    id text primary key,
    digest text not null unique,
    organisation text not null references organisation,
    role text not null,
    is_lead bool not null default false,
    is_head bool not null default false,
    recovers text references account,
    invited_by text,
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz,
    created_at timestamptz not null
);
create index invitation_by_organisation on invitation (organisation);

create table token (
    id text primary key,
    account text not null references account,
    digest text not null unique,
    scope text not null constraint token_scope check (scope in ('all', 'read')),
    label text not null constraint token_label_length check (length(label) between 1 and 100),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index token_by_account on token (account);

-- A TLS client certificate bound to an account by its public key.
create table certificate (
    fingerprint text primary key constraint certificate_fingerprint_sha256 check (fingerprint ~ '^[0-9a-f]{64}$'),
    account text not null references account,
    label text not null,
    created_at timestamptz not null
);
create index certificate_by_account on certificate (account);
