-- What is known of roads over time: inspections, and events such as defects at a chainage.

create table road_inspection (
    id uuid primary key,
    department_pcode text not null constraint road_inspection_department_fkey references department (pcode),
    road_id uuid not null,
    inspected_on date not null,
    condition text not null,
    passability text,
    note text constraint road_inspection_note_length check (char_length(note) <= 2000),
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint road_inspection_day_key unique (road_id, inspected_on)
);

comment on table road_inspection is 'Condition of a road as it was found on a day; what it is now stands with the road.';
comment on column road_inspection.id is 'UUIDv7.';
comment on column road_inspection.department_pcode is 'Department that keeps it.';
comment on column road_inspection.road_id is 'The road, which may have ceased since.';
comment on column road_inspection.inspected_on is 'Day of the inspection.';
comment on column road_inspection.condition is 'Code of the list condition.';
comment on column road_inspection.passability is 'Code of the list passability.';
comment on column road_inspection.note is 'What was seen; no names of persons.';
comment on column road_inspection.created_at is 'When it was recorded.';
comment on column road_inspection.created_by is 'Who recorded it.';

create table road_reference_line (
    id uuid primary key,
    road_id uuid not null,
    geometry geometry(MultiLineString, 4326) not null
        constraint road_reference_line_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    created_at timestamptz not null default now()
);

create index road_reference_line_geometry_idx on road_reference_line using gist (geometry);
create index road_reference_line_road_idx on road_reference_line (road_id);

comment on table road_reference_line is 'Centrelines on which chainages were measured, each once: a re-survey of the road changes no event.';
comment on column road_reference_line.id is 'UUIDv7.';
comment on column road_reference_line.road_id is 'The road that had this centreline.';
comment on column road_reference_line.geometry is 'Centreline in EPSG:4326 as it was then.';
comment on column road_reference_line.created_at is 'When the first chainage on it was recorded.';

create table road_event (
    id uuid primary key,
    department_pcode text not null constraint road_event_department_fkey references department (pcode),
    road_id uuid not null,
    line_id uuid not null constraint road_event_line_fkey references road_reference_line (id),
    kind text not null,
    severity text not null constraint road_event_severity_known check (severity in ('low', 'medium', 'high')),
    chainage_m double precision not null constraint road_event_chainage_not_negative check (chainage_m >= 0),
    end_chainage_m double precision constraint road_event_ends_after check (end_chainage_m > chainage_m),
    side text constraint road_event_side_known check (side in ('left', 'right', 'both')),
    observed_on date not null,
    resolved_on date,
    note text constraint road_event_note_length check (char_length(note) <= 2000),
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint road_event_resolved_after check (resolved_on >= observed_on)
);

create index road_event_road_idx on road_event (road_id);

comment on table road_event is 'What is at a place or along a stretch of a road: potholes, sand, structures, works.';
comment on column road_event.id is 'UUIDv7.';
comment on column road_event.department_pcode is 'Department that keeps it.';
comment on column road_event.road_id is 'The road, which may have ceased since.';
comment on column road_event.line_id is 'The centreline on which its chainage was measured.';
comment on column road_event.kind is 'Code of the list road_event_kind.';
comment on column road_event.severity is 'low, medium or high.';
comment on column road_event.chainage_m is 'Metres along that centreline from its first vertex.';
comment on column road_event.end_chainage_m is 'Where a stretch ends; null for a place.';
comment on column road_event.side is 'left, right or both, along the centreline.';
comment on column road_event.observed_on is 'Day on which it was seen.';
comment on column road_event.resolved_on is 'Day on which it was mended; null until then.';
comment on column road_event.note is 'What was seen; no names of persons.';
comment on column road_event.created_at is 'When it was recorded.';
comment on column road_event.created_by is 'Who recorded it.';

select keep_versions_of('road_inspection', 'road-inspections');
select keep_versions_of('road_event', 'road-events');
