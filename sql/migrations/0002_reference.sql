-- Facts carried from config/reference and config/calendars by `reviewd reference load`; public, replaced by loading, never by a verb.

create table instrument (
    id text primary key,
    title text not null,
    supplements text references instrument,
    in_force_on date not null,
    bound_after text,
    denounced_after text
);

create table article (
    instrument text not null references instrument,
    number text not null,
    title text not null,
    position int not null,
    primary key (instrument, number)
);

create table guideline (
    kind text not null constraint guideline_kind check (kind in ('principles', 'guideline')),
    number text not null,
    title text not null,
    verified bool not null,
    position int not null,
    primary key (kind, number)
);

create table party (
    id text primary key constraint party_id_code check (id ~ '^([A-Z]{3}|EU)$'),
    kind text not null constraint party_kind check (kind in ('state', 'organisation'))
);

create table party_name (
    party text not null references party,
    language text not null,
    name text not null,
    short_name text not null,
    during daterange not null,
    constraint party_name_one_at_a_time exclude using gist (party with =, language with =, during with &&)
);

-- Dated regional group; the EU, the Holy See, the Cook Islands and Niue have none.
create table party_group (
    party text not null references party,
    regional_group text not null constraint party_group_known check (regional_group in ('AFR', 'APG', 'EEG', 'GRULAC', 'WEOG')),
    during daterange not null,
    constraint party_group_one_at_a_time exclude using gist (party with =, during with &&)
);

create table party_status (
    party text not null references party,
    instrument text not null references instrument,
    signed_on date,
    consent text constraint party_status_consent check (consent in ('ratification', 'accession', 'acceptance', 'approval', 'succession', 'formal confirmation')),
    deposited_on date,
    bound_on date,
    denounced_from date,
    note text,
    primary key (party, instrument),
    constraint party_status_bound_after_deposit check (bound_on is null or bound_on >= deposited_on),
    constraint party_status_denounced_after_bound check (denounced_from is null or denounced_from > bound_on)
);

create table calendar (
    id text primary key,
    zone text not null,
    weekend text[] not null
);

-- A year whose holidays are known, with the version under which they were published.
create table calendar_year (
    calendar text not null references calendar,
    year int not null,
    version text not null,
    primary key (calendar, year)
);

create table holiday (
    calendar text not null,
    held_on date not null,
    name text not null,
    in_lieu_of date,
    primary key (calendar, held_on),
    foreign key (calendar) references calendar
);

-- A procedure's version as it was loaded; immutable once a cycle uses it.
create table procedure_version (
    procedure text not null,
    version int not null,
    title jsonb not null,
    source text not null,
    digest text not null,
    loaded_at timestamptz not null,
    primary key (procedure, version)
);
