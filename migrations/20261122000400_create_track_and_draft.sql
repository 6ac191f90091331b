-- What surveys became: cleaned tracks, and drafts that wait for a decision.

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
    upload_id uuid not null constraint draft_upload_fkey references upload (id),
    position smallint not null,
    kind text not null constraint draft_kind_known check (kind in ('parcel', 'road', 'market-asset')),
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
    area_m2 double precision constraint draft_area_positive check (area_m2 > 0),
    area_sd_m2 double precision constraint draft_area_sd_not_negative check (area_sd_m2 >= 0),
    length_m double precision constraint draft_length_not_negative check (length_m >= 0),
    sigma_m double precision not null constraint draft_sigma_positive check (sigma_m > 0),
    n_eff double precision not null constraint draft_n_eff_positive check (n_eff > 0),
    epoch_count integer not null constraint draft_epochs_positive check (epoch_count > 0),
    pass_count integer not null constraint draft_passes_positive check (pass_count > 0),
    corners jsonb not null default '[]'
        constraint draft_corners_array check (jsonb_typeof(corners) = 'array'),
    grade text not null constraint draft_grade_known check (grade in ('A', 'B', 'C', 'rejected')),
    grade_rule text not null constraint draft_grade_rule_format check (grade_rule ~ '^[a-z0-9]+(_[a-z0-9]+)*$'),
    grade_reason jsonb not null
        constraint draft_grade_reason_texts check (grade_reason ?& array['fr', 'en']),
    findings jsonb not null default '[]',
    state text not null default 'proposed'
        constraint draft_state_known check (state in ('proposed', 'approved', 'returned')),
    created_at timestamptz not null default now(),
    decided_at timestamptz,
    decided_by text,
    return_reason text,
    feature_collection text,
    feature_id uuid,
    constraint draft_position_key unique (upload_id, position),
    constraint draft_rejected_not_approved check (state <> 'approved' or grade <> 'rejected'),
    constraint draft_state_consistent check (
        case state
            when 'proposed' then decided_at is null and return_reason is null and feature_id is null
            when 'approved' then decided_at is not null and decided_by is not null and feature_id is not null
                and feature_collection is not null and return_reason is null
            when 'returned' then decided_at is not null and decided_by is not null and return_reason is not null
                and feature_id is null
        end
    )
);

create index draft_geometry_idx on draft using gist (geometry) where state = 'proposed';

comment on table draft is 'A feature that a survey proposes; nothing enters the register but by a decision on it.';
comment on column draft.id is 'UUIDv7.';
comment on column draft.upload_id is 'The upload it was made from.';
comment on column draft.position is 'Its place among the drafts of the upload, from 0.';
comment on column draft.kind is 'What it would become.';
comment on column draft.name is 'Name that the receiver stored with it, such as that of a waypoint.';
comment on column draft.department_pcode is 'Department in which it lies or that the surveyor named; null when neither.';
comment on column draft.geometry is 'Polygon, line string or point, EPSG:4326.';
comment on column draft.area_m2 is 'Area of a polygon, on the ellipsoid.';
comment on column draft.area_sd_m2 is 'Standard deviation of the area.';
comment on column draft.length_m is 'Length of a line or perimeter of a polygon, on the ellipsoid.';
comment on column draft.sigma_m is 'Standard deviation of a position, per axis.';
comment on column draft.n_eff is 'How many independent positions the epochs are worth, since their errors are alike for a minute and more.';
comment on column draft.epoch_count is 'How many epochs it rests on.';
comment on column draft.pass_count is 'How many times a road was driven; 1 for what is surveyed once.';
comment on column draft.corners is 'Corners at which the receiver was held still: at (lon_deg, lat_deg), sigma_m, held_s.';
comment on column draft.grade is 'A, B, C or rejected: one that is rejected can be returned, not approved.';
comment on column draft.grade_rule is 'Name of the rule that decided the grade.';
comment on column draft.grade_reason is 'That rule in words, in French and English, with the figure that decided.';
comment on column draft.findings is 'What cleaning and rules have to say: code, severity, message in both languages.';
comment on column draft.state is 'proposed: waits for a decision; approved: in the register; returned: sent back with a reason.';
comment on column draft.created_at is 'When the worker made it.';
comment on column draft.decided_at is 'When it was approved or returned.';
comment on column draft.decided_by is 'Who decided.';
comment on column draft.return_reason is 'Why it was returned.';
comment on column draft.feature_collection is 'Collection of the feature that it became.';
comment on column draft.feature_id is 'Identifier of the feature that it became.';
