-- Administrative sources (LADM), who must approve them, and documents as files.

create table approval_threshold (
    valid_from date not null,
    position smallint not null,
    up_to_ha double precision constraint approval_threshold_area_positive check (up_to_ha > 0),
    authorities text[] not null,
    legal_basis text not null,
    certainty text not null,
    primary key (valid_from, position)
);

comment on table approval_threshold is 'Who approves deliberations that allot land, by area and from a day on; renewed from data/approval_thresholds.json at every start.';
comment on column approval_threshold.valid_from is 'Day from which the whole set of that day holds.';
comment on column approval_threshold.position is 'Order within the set.';
comment on column approval_threshold.up_to_ha is 'Up to this area, inclusive; null for whatever is larger.';
comment on column approval_threshold.authorities is 'Codes of the list authority: any of them approves.';
comment on column approval_threshold.legal_basis is 'The decree.';
comment on column approval_threshold.certainty is 'How sure it is: stated by a public source, inferred, or from memory.';

create table source (
    id uuid primary key,
    department_pcode text not null constraint source_department_fkey references department (pcode),
    kind text not null,
    number text constraint source_number_length check (char_length(number) between 1 and 100),
    dated_on date,
    authority text,
    authority_name text constraint source_authority_name_length check (char_length(authority_name) between 1 and 200),
    approves uuid constraint source_approves_fkey references source (id),
    note text constraint source_note_length check (char_length(note) <= 2000),
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint source_approves_another check (approves <> id)
);

create index source_department_idx on source (department_pcode, id);

comment on table source is 'Documents that found or show rights (LADM administrative source): deliberations, approvals, leases, titles, and attestations, which found none.';
comment on column source.id is 'UUIDv7.';
comment on column source.department_pcode is 'Department that keeps it.';
comment on column source.kind is 'Code of the list source_kind.';
comment on column source.number is 'Number that it bears.';
comment on column source.dated_on is 'Day that it bears.';
comment on column source.authority is 'Code of the list authority: who made it.';
comment on column source.authority_name is 'Which one, such as the commune of a council; never the name of a person.';
comment on column source.approves is 'The deliberation that it approves.';
comment on column source.note is 'What else is worth knowing; no names of persons.';
comment on column source.created_at is 'When it was recorded.';
comment on column source.created_by is 'Who recorded it.';

create table document (
    id uuid primary key,
    department_pcode text not null constraint document_department_fkey references department (pcode),
    sha256 bytea not null constraint document_sha256_length check (octet_length(sha256) = 32),
    media_type text not null
        constraint document_media_type_known check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
    size_bytes integer not null constraint document_size_bounded check (size_bytes between 1 and 10485760),
    title text not null constraint document_title_length check (char_length(title) between 1 and 200),
    collection text,
    feature_id uuid,
    source_id uuid constraint document_source_fkey references source (id),
    party_id uuid constraint document_party_fkey references party (id),
    created_at timestamptz not null default now(),
    created_by text not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    constraint document_withdrawn_whole check ((withdrawn_at is null) = (withdrawn_by is null)),
    constraint document_about_one check (num_nonnulls(feature_id, source_id, party_id) = 1),
    constraint document_feature_whole check ((collection is null) = (feature_id is null))
);

create index document_feature_idx on document (feature_id);
create index document_source_idx on document (source_id);
create index document_party_idx on document (party_id);

comment on table document is 'Files: photos of objects, scans of sources, papers of parties. What each is about decides who sees it.';
comment on column document.id is 'UUIDv7.';
comment on column document.department_pcode is 'Department that keeps it.';
comment on column document.sha256 is 'Digest of its bytes.';
comment on column document.media_type is 'What its first bytes say it is, whatever it was called.';
comment on column document.size_bytes is 'Length of its bytes.';
comment on column document.title is 'What it is called.';
comment on column document.collection is 'Collection of the feature that it shows.';
comment on column document.feature_id is 'The feature that it shows, which may have ceased since.';
comment on column document.source_id is 'The source that it is a copy of.';
comment on column document.party_id is 'The party that it is about: personal data, erased with them.';
comment on column document.created_at is 'When it was recorded.';
comment on column document.created_by is 'Who recorded it.';
comment on column document.withdrawn_at is 'When it was taken back: its bytes are gone since.';
comment on column document.withdrawn_by is 'Who took it back.';

create table document_content (
    document_id uuid primary key constraint document_content_document_fkey references document (id) on delete cascade,
    bytes bytea not null,
    thumbnail bytea
);

comment on table document_content is 'The bytes of documents, apart so that lists do not read them.';
comment on column document_content.document_id is 'The document.';
comment on column document_content.bytes is 'The very bytes that were received.';
comment on column document_content.thumbnail is 'A small JPEG of a picture, without what cameras write into theirs; null for other files.';

select keep_versions_of('source', 'sources');
select witness_rows_of('document', 'id');
