-- Uploads: raw logs as evidence, and at once the queue of the worker.

create table upload (
    id uuid primary key,
    sha256 bytea not null constraint upload_sha256_length check (octet_length(sha256) = 32),
    size_bytes bigint not null constraint upload_size_not_negative check (size_bytes >= 0),
    file_name text constraint upload_file_name_length check (char_length(file_name) <= 255),
    kind text not null constraint upload_kind_known check (kind in ('auto', 'parcel', 'road', 'market-asset')),
    department_pcode text constraint upload_department_fkey references department (pcode),
    located_pcode text constraint upload_located_fkey references department (pcode),
    recorded_on date,
    note text constraint upload_note_length check (char_length(note) <= 2000),
    state text not null default 'received'
        constraint upload_state_known check (state in ('received', 'processed', 'failed')),
    received_at timestamptz not null default now(),
    received_by text not null,
    processed_at timestamptz,
    report jsonb,
    failure jsonb,
    constraint upload_sha256_key unique (sha256, received_by),
    constraint upload_state_consistent check (
        case state
            when 'received' then processed_at is null and report is null and failure is null
            when 'processed' then processed_at is not null and report is not null and failure is null
            when 'failed' then processed_at is not null and report is null and failure is not null
        end
    )
);

create index upload_received_by_idx on upload (received_by);
create index upload_waiting_idx on upload (id) where state = 'received';

comment on table upload is 'One row a log that was received. Rows with state received are the queue of the worker.';
comment on column upload.id is 'UUIDv7.';
comment on column upload.sha256 is 'Digest of the raw bytes: the same bytes are one upload, to all who may see it. Who may not sends one of their own.';
comment on column upload.size_bytes is 'Length of the raw bytes.';
comment on column upload.file_name is 'Name of the file as the surveyor sent it.';
comment on column upload.kind is 'What the surveyor says the log holds.';
comment on column upload.department_pcode is 'Department that the surveyor named.';
comment on column upload.located_pcode is 'Department whose offices see it: where what came of it lies, unless the surveyor named one; null while that is not known.';
comment on column upload.recorded_on is 'Day of the survey, for logs without a date.';
comment on column upload.note is 'Words of the surveyor.';
comment on column upload.state is 'received: waits for the worker; processed: report and drafts are there; failed: see failure.';
comment on column upload.received_at is 'When its bytes were committed.';
comment on column upload.received_by is 'Who sent it.';
comment on column upload.processed_at is 'When the worker was done with it.';
comment on column upload.report is 'Quality report, see docs/report.md.';
comment on column upload.failure is 'Why it could not be processed, in French and English; the bytes are kept.';

create table upload_log (
    upload_id uuid primary key constraint upload_log_upload_fkey references upload (id),
    bytes bytea not null
);

comment on table upload_log is 'Raw bytes of uploads: evidence, never changed and never deleted.';
comment on column upload_log.upload_id is 'The upload they belong to.';
comment on column upload_log.bytes is 'The very bytes that were received.';

create function refuse_change_of_evidence() returns trigger language plpgsql as $$
begin
    raise exception 'raw logs are evidence: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end
$$;

comment on function refuse_change_of_evidence() is 'Keeps raw logs from being changed or deleted.';

create trigger upload_log_is_evidence before update or delete on upload_log
    for each row execute function refuse_change_of_evidence();
create trigger upload_log_is_evidence_whole before truncate on upload_log
    for each statement execute function refuse_change_of_evidence();

create table upload_picture (
    upload_id uuid not null constraint upload_picture_upload_fkey references upload (id),
    name text not null constraint upload_picture_name_format check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    language text not null constraint upload_picture_language_known check (language in ('fr', 'en')),
    position smallint not null,
    title text not null,
    svg text not null,
    primary key (upload_id, name, language),
    constraint upload_picture_position_key unique (upload_id, language, position)
);

comment on table upload_picture is 'Pictures of the quality report; can be drawn again from the raw log.';
comment on column upload_picture.upload_id is 'The upload whose report they belong to.';
comment on column upload_picture.name is 'What it shows: track, quality, draft-0 and so on.';
comment on column upload_picture.language is 'Language of the words in it.';
comment on column upload_picture.position is 'Its place among the pictures of the upload, from 0.';
comment on column upload_picture.title is 'What it shows, in words.';
comment on column upload_picture.svg is 'The drawing, an SVG document.';

create table upload_attempt (
    upload_id uuid not null constraint upload_attempt_upload_fkey references upload (id),
    started_at timestamptz not null default clock_timestamp()
);

create index upload_attempt_upload_idx on upload_attempt (upload_id);

comment on table upload_attempt is 'Every time a worker took an upload: one that ends the program again and again is set aside.';
comment on column upload_attempt.upload_id is 'The upload that was taken.';
comment on column upload_attempt.started_at is 'When.';
