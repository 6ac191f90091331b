-- Disputes over what is in the register: who says what against it, and how that ended.

create table dispute (
    id uuid primary key,
    department_pcode text not null constraint dispute_department_fkey references department (pcode),
    feature_layer text not null,
    feature_id uuid not null,
    nature text not null,
    statement text not null constraint dispute_statement_length check (char_length(statement) between 1 and 4000),
    parties jsonb not null default '[]' constraint dispute_parties_array check (jsonb_typeof(parties) = 'array'),
    state text not null default 'open'
        constraint dispute_state_known check (state in ('open', 'mediation', 'resolved', 'dismissed')),
    resolution text constraint dispute_resolution_length check (char_length(resolution) between 1 and 4000),
    opened_at timestamptz not null default now(),
    opened_by text not null,
    closed_at timestamptz,
    closed_by text,
    version integer not null default 1 constraint dispute_version_positive check (version > 0),
    constraint dispute_closing_consistent check (
        (state in ('resolved', 'dismissed'))
        = (closed_at is not null and closed_by is not null and resolution is not null)
    )
);

create index dispute_feature_idx on dispute (feature_id) where state in ('open', 'mediation');
create index dispute_parties_idx on dispute using gin (parties jsonb_path_ops);
create index dispute_department_idx on dispute (department_pcode, id);

comment on table dispute is 'Disputes (litiges) over features of the register. Their words may tell of people, who can be forgotten: they are not in the versions, and the audit log has their digest only. A feature under dispute stays as it is; whoever changes it is told.';
comment on column dispute.id is 'UUIDv7.';
comment on column dispute.department_pcode is 'Department that keeps the feature.';
comment on column dispute.feature_layer is 'Collection of the feature.';
comment on column dispute.feature_id is 'The feature; no foreign key, since it may be split or retired while the dispute goes on.';
comment on column dispute.nature is 'Code of the list dispute_nature.';
comment on column dispute.statement is 'What is disputed, in words that name nobody: who is in it stands in parties.';
comment on column dispute.parties is 'Parties to it: identifiers of parties with their roles (claimant, respondent, witness).';
comment on column dispute.state is 'open; mediation: somebody is at it; resolved or dismissed: it ended.';
comment on column dispute.resolution is 'How it ended.';
comment on column dispute.opened_at is 'When it was recorded.';
comment on column dispute.opened_by is 'Who recorded it.';
comment on column dispute.closed_at is 'When it ended.';
comment on column dispute.closed_by is 'Who recorded its end.';
comment on column dispute.version is 'Counts its changes, so that nobody overwrites what they have not seen.';

create trigger dispute_version before update on dispute for each row execute function count_row_version();

select witness_rows_of('dispute', 'id');
