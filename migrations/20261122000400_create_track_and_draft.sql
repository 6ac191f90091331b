-- What surveys became: cleaned tracks; and drafts: everything that is proposed to the register, by surveys or by people.

create table track (
    id uuid primary key,
    upload_id uuid not null constraint track_upload_key unique constraint track_upload_fkey references upload (id),
    department_pcode text constraint track_department_fkey references department (pcode),
    geometry geometry(MultiLineString, 4326) not null
        constraint track_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    started_at timestamptz,
    ended_at timestamptz,
    length_m double precision not null constraint track_length_not_negative check (length_m >= 0),
    epoch_count integer not null constraint track_epochs_positive check (epoch_count > 0),
    created_at timestamptz not null default now(),
    constraint track_times_in_order check (started_at <= ended_at)
);

create index track_geometry_idx on track using gist (geometry);

comment on table track is 'Cleaned track of one upload; can be derived again from the raw log.';
comment on column track.id is 'UUIDv7.';
comment on column track.upload_id is 'The upload it was made from.';
comment on column track.department_pcode is 'Department in which it lies, if any.';
comment on column track.geometry is 'One line string a session, EPSG:4326.';
comment on column track.started_at is 'Time of the first kept epoch; null when the log is not dated.';
comment on column track.ended_at is 'Time of the last kept epoch; null when the log is not dated.';
comment on column track.length_m is 'Length along all sessions, on the ellipsoid.';
comment on column track.epoch_count is 'How many epochs it is made of.';
comment on column track.created_at is 'When it was made.';

create table draft (
    id uuid primary key,
    upload_id uuid constraint draft_upload_fkey references upload (id),
    position smallint not null default 0,
    action text not null default 'create' constraint draft_action_known
        check (action in ('create', 'edit', 'resurvey', 'split', 'merge', 'retire', 'restore')),
    kind text not null constraint draft_kind_known
        check (kind in ('parcel', 'road', 'market', 'market-asset', 'facility')),
    name text,
    department_pcode text constraint draft_department_fkey references department (pcode),
    geometry geometry(Geometry, 4326) not null
        constraint draft_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry))
        constraint draft_geometry_fits_kind check (
            case kind
                when 'parcel' then st_dimension(geometry) = 2
                when 'road' then st_dimension(geometry) = 1
                else true
            end
        ),
    attributes jsonb not null default '{}'
        constraint draft_attributes_object check (jsonb_typeof(attributes) = 'object'),
    blend text constraint draft_blend_known check (blend in ('keep', 'replace', 'average')),
    valid_from timestamptz,
    note text constraint draft_note_length check (char_length(note) <= 2000),
    area_m2 double precision constraint draft_area_positive check (area_m2 > 0),
    area_sd_m2 double precision constraint draft_area_sd_not_negative check (area_sd_m2 >= 0),
    length_m double precision constraint draft_length_not_negative check (length_m >= 0),
    sigma_m double precision constraint draft_sigma_positive check (sigma_m > 0),
    n_eff double precision constraint draft_n_eff_positive check (n_eff > 0),
    epoch_count integer constraint draft_epochs_positive check (epoch_count > 0),
    pass_count integer constraint draft_passes_positive check (pass_count > 0),
    corners jsonb not null default '[]'
        constraint draft_corners_array check (jsonb_typeof(corners) = 'array'),
    grade text constraint draft_grade_known check (grade in ('A', 'B', 'C', 'rejected')),
    grade_rule text constraint draft_grade_rule_format check (grade_rule ~ '^[a-z0-9]+(_[a-z0-9]+)*$'),
    grade_reason jsonb constraint draft_grade_reason_texts check (grade_reason ?& array['fr', 'en']),
    findings jsonb not null default '[]',
    state text not null default 'draft'
        constraint draft_state_known check (state in ('draft', 'submitted', 'approved', 'returned', 'withdrawn')),
    version integer not null default 1 constraint draft_version_positive check (version > 0),
    created_at timestamptz not null default now(),
    created_by text not null,
    submitted_at timestamptz,
    submitted_by text,
    decided_at timestamptz,
    decided_by text,
    return_reason text,
    feature_collection text,
    feature_id uuid,
    constraint draft_position_key unique (upload_id, position),
    constraint draft_survey_complete check (
        upload_id is null
        or (sigma_m is not null and n_eff is not null and epoch_count is not null and pass_count is not null
            and grade is not null and grade_rule is not null and grade_reason is not null)
    ),
    constraint draft_blend_of_resurvey check ((blend is not null) = (action = 'resurvey')),
    constraint draft_rejected_not_approved check (state <> 'approved' or grade <> 'rejected'),
    constraint draft_submitted_by_somebody check ((submitted_at is null) = (submitted_by is null)),
    constraint draft_state_consistent check (
        case state
            when 'draft' then submitted_at is null and decided_at is null
            when 'submitted' then submitted_at is not null and decided_at is null
            when 'approved' then submitted_at is not null and decided_at is not null and decided_by is not null
                and feature_id is not null and feature_collection is not null
            when 'returned' then submitted_at is not null and decided_at is not null and decided_by is not null
                and return_reason is not null
            when 'withdrawn' then decided_at is null
        end
        and (state = 'returned' or return_reason is null)
        and (state = 'approved' or feature_id is null)
    )
);

create index draft_geometry_idx on draft using gist (geometry) where state in ('draft', 'submitted', 'returned');
create index draft_department_idx on draft (department_pcode, id);
create index draft_submitted_idx on draft (department_pcode, id) where state = 'submitted';
create index draft_created_by_idx on draft (created_by, id);

comment on table draft is 'A proposal to the register, by a survey or by a person; nothing enters the register but by a decision on one.';
comment on column draft.id is 'UUIDv7.';
comment on column draft.upload_id is 'The upload it was made from; null for what a person proposes without a log.';
comment on column draft.position is 'Its place among the drafts of the upload, from 0.';
comment on column draft.action is 'What approval does: create a feature; edit one; resurvey: blend its geometry with a new log''s; split or merge parcels; retire one; restore an earlier version.';
comment on column draft.kind is 'What the feature is or would become.';
comment on column draft.name is 'Name that the receiver stored with it, such as that of a waypoint.';
comment on column draft.department_pcode is 'Department in which it lies or that the surveyor named; null when neither.';
comment on column draft.geometry is 'Geometry that is proposed, EPSG:4326; that of the targets where it stays.';
comment on column draft.attributes is 'Attributes that are proposed, by the names of the register''s columns; null empties one.';
comment on column draft.blend is 'Geometry of a re-survey: keep the register''s, replace it, or average both by their variances.';
comment on column draft.valid_from is 'Since when it is so in the world; null for since its approval.';
comment on column draft.note is 'Words of whoever proposes.';
comment on column draft.area_m2 is 'Area of a polygon, on the ellipsoid.';
comment on column draft.area_sd_m2 is 'Standard deviation of the area.';
comment on column draft.length_m is 'Length of a line or perimeter of a polygon, on the ellipsoid.';
comment on column draft.sigma_m is 'Standard deviation of a position, per axis; null where nothing was surveyed.';
comment on column draft.n_eff is 'How many independent positions the epochs are worth, since their errors are alike for a minute and more.';
comment on column draft.epoch_count is 'How many epochs it rests on.';
comment on column draft.pass_count is 'How many times a road was driven; 1 for what is surveyed once.';
comment on column draft.corners is 'Corners at which the receiver was held still: at (lon_deg, lat_deg), sigma_m, held_s.';
comment on column draft.grade is 'A, B, C or rejected: one that is rejected can be returned, not approved. Null where nothing was surveyed.';
comment on column draft.grade_rule is 'Name of the rule that decided the grade.';
comment on column draft.grade_reason is 'That rule in words, in French and English, with the figure that decided.';
comment on column draft.findings is 'What cleaning and rules have to say: code, severity, message in both languages.';
comment on column draft.state is 'draft: in the hands of whoever proposes; submitted: waits for a decision; approved: in the register; returned: sent back with a reason, to be corrected; withdrawn: taken back.';
comment on column draft.version is 'Counts every change of the draft, so that nobody overwrites what they have not seen.';
comment on column draft.created_at is 'When it was made.';
comment on column draft.created_by is 'Who proposes: the sender of the log, or whoever drew or wrote it.';
comment on column draft.submitted_at is 'When it was submitted, the last time.';
comment on column draft.submitted_by is 'Who submitted it.';
comment on column draft.decided_at is 'When it was approved or returned.';
comment on column draft.decided_by is 'Who decided.';
comment on column draft.return_reason is 'Why it was returned.';
comment on column draft.feature_collection is 'Collection of the feature that it became.';
comment on column draft.feature_id is 'Identifier of the feature that it became; of the first, when it was split.';

create function count_row_version() returns trigger language plpgsql as $$
begin
    new.version := old.version + 1;
    return new;
end
$$;

comment on function count_row_version() is 'Every change of a row is a version, whoever makes it.';

-- What the rules say anew of a draft is no change of it; they write nothing else with their findings.
create trigger draft_version before update on draft for each row
when (old.findings is not distinct from new.findings) execute function count_row_version();

create table draft_target (
    draft_id uuid not null constraint draft_target_draft_fkey references draft (id) on delete cascade,
    layer text not null,
    feature_id uuid not null,
    version integer not null,
    primary key (draft_id, feature_id)
);

create index draft_target_feature_idx on draft_target (feature_id);

comment on table draft_target is 'Features that a draft would change, as whoever proposes saw them.';
comment on column draft_target.draft_id is 'The draft.';
comment on column draft_target.layer is 'Collection of the feature.';
comment on column draft_target.feature_id is 'The feature; no foreign key, since approval may retire it.';
comment on column draft_target.version is 'Its version when the draft was made: once it has another, the draft is refused.';

create table draft_part (
    draft_id uuid not null constraint draft_part_draft_fkey references draft (id) on delete cascade,
    position smallint not null,
    geometry geometry(MultiPolygon, 4326) not null
        constraint draft_part_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    attributes jsonb not null default '{}'
        constraint draft_part_attributes_object check (jsonb_typeof(attributes) = 'object'),
    primary key (draft_id, position)
);

create index draft_part_geometry_idx on draft_part using gist (geometry);

comment on table draft_part is 'The parcels that a split would make.';
comment on column draft_part.draft_id is 'The draft.';
comment on column draft_part.position is 'Order, from 0.';
comment on column draft_part.geometry is 'Outline in EPSG:4326.';
comment on column draft_part.attributes is 'Attributes of this part, over those of the draft.';

create table draft_event (
    id bigint generated always as identity primary key,
    draft_id uuid not null constraint draft_event_draft_fkey references draft (id) on delete cascade,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    action text not null constraint draft_event_action_known
        check (action in ('proposed', 'corrected', 'targeted', 'submitted', 'withdrawn', 'returned', 'approved')),
    words text
);

create index draft_event_draft_idx on draft_event (draft_id, id);

comment on table draft_event is 'A draft''s way: who did what with it, and with which words.';
comment on column draft_event.id is 'Order of writing.';
comment on column draft_event.draft_id is 'The draft.';
comment on column draft_event.at is 'When.';
comment on column draft_event.actor is 'Who.';
comment on column draft_event.action is 'What.';
comment on column draft_event.words is 'The note or the reason; for an approval, what was answered to its warnings.';
