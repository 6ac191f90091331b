-- The register: parcels, roads, markets and their assets, and whatever else a department maps.

create table parcel (
    id uuid primary key,
    department_pcode text not null constraint parcel_department_fkey references department (pcode),
    number text not null,
    nicad text constraint parcel_nicad_format check (nicad ~ '^[0-9]{16}$'),
    commune_id uuid constraint parcel_commune_fkey references commune (id),
    block text,
    land_use text,
    vocation text,
    tenure text,
    tenure_evidence text,
    area_m2 double precision not null constraint parcel_area_positive check (area_m2 > 0),
    area_sd_m2 double precision constraint parcel_area_sd_not_negative check (area_sd_m2 >= 0),
    declared_area_m2 double precision constraint parcel_declared_area_positive check (declared_area_m2 > 0),
    sigma_m double precision constraint parcel_sigma_positive check (sigma_m > 0),
    grade text constraint parcel_grade_known check (grade in ('A', 'B', 'C')),
    survey_method text,
    surveyed_on date,
    draft_id uuid constraint parcel_draft_fkey references draft (id),
    geometry geometry(MultiPolygon, 4326) not null
        constraint parcel_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    source text not null constraint parcel_source_known check (source in ('survey', 'import', 'simulation', 'drawing')),
    external_id text,
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint parcel_number_key unique (department_pcode, number),
    constraint parcel_external_id_key unique (department_pcode, external_id)
);

create index parcel_geometry_idx on parcel using gist (geometry);
create index parcel_nicad_idx on parcel (nicad);

comment on table parcel is 'Parcels of land (LADM spatial unit).';
comment on column parcel.id is 'UUIDv7.';
comment on column parcel.department_pcode is 'Department that keeps it.';
comment on column parcel.number is 'Number within the department: provisional until the Cadastre allots a NICAD.';
comment on column parcel.nicad is 'NICAD as the Cadastre allotted it: recorded, never generated or altered.';
comment on column parcel.commune_id is 'Commune in which it lies, where that is known.';
comment on column parcel.block is 'Block (îlot) within its subdivision.';
comment on column parcel.land_use is 'Code of the list land_use: what it is used for.';
comment on column parcel.vocation is 'Code of the list land_use: what it is meant for.';
comment on column parcel.tenure is 'Code of the list tenure: its place on the continuum of tenures.';
comment on column parcel.tenure_evidence is 'Code of the list source_kind: the strongest document that was shown for the tenure.';
comment on column parcel.area_m2 is 'Measured area, on the ellipsoid.';
comment on column parcel.area_sd_m2 is 'Standard deviation of the measured area.';
comment on column parcel.declared_area_m2 is 'Area as the holder or a document states it.';
comment on column parcel.sigma_m is 'Standard deviation of a position of its geometry, per axis; null when nobody knows.';
comment on column parcel.grade is 'Grade of the survey that it rests on; null for what was not surveyed here.';
comment on column parcel.survey_method is 'Code of the list survey_method: how its geometry was measured.';
comment on column parcel.surveyed_on is 'Day on which its geometry was measured.';
comment on column parcel.draft_id is 'The draft that it was last made or changed by.';
comment on column parcel.geometry is 'Boundary in EPSG:4326.';
comment on column parcel.source is 'How it came in: survey, import, simulation (sample data) or drawing: proposed by a person without a log.';
comment on column parcel.external_id is 'Identifier in the file that it was imported from.';
comment on column parcel.created_at is 'When it entered the register.';
comment on column parcel.created_by is 'Who entered it.';

create table parcel_lineage (
    parent_id uuid not null,
    child_id uuid not null,
    kind text not null constraint parcel_lineage_kind_known check (kind in ('split', 'merge')),
    department_pcode text not null constraint parcel_lineage_department_fkey references department (pcode),
    draft_id uuid constraint parcel_lineage_draft_fkey references draft (id),
    created_at timestamptz not null default now(),
    created_by text not null,
    primary key (parent_id, child_id),
    constraint parcel_lineage_not_of_itself check (parent_id <> child_id)
);

create index parcel_lineage_child_idx on parcel_lineage (child_id);

comment on table parcel_lineage is 'Which parcels came of which by a split (morcellement) or a merge (fusion). Either cancels the NICAD: children start without one until the Cadastre allots theirs. Parents have left the table parcel, so nothing refers to it.';
comment on column parcel_lineage.parent_id is 'The parcel that ceased.';
comment on column parcel_lineage.child_id is 'The parcel that began.';
comment on column parcel_lineage.kind is 'split: one parent, several children; merge: several parents, one child.';
comment on column parcel_lineage.department_pcode is 'Department that keeps them.';
comment on column parcel_lineage.draft_id is 'The draft by which it was decided.';
comment on column parcel_lineage.created_at is 'When it was recorded.';
comment on column parcel_lineage.created_by is 'Who recorded it.';

create table road (
    id uuid primary key,
    department_pcode text not null constraint road_department_fkey references department (pcode),
    name text,
    former_name text,
    number text constraint road_number_format check (number ~ '^(A|N|R|D|P)[0-9]{1,3}[A-Z]?$'),
    class text not null default 'unclassified',
    surface text,
    condition text,
    managing_authority text,
    width_m double precision constraint road_width_positive check (width_m > 0),
    right_of_way_width_m double precision
        constraint road_right_of_way_width_positive check (right_of_way_width_m > 0),
    sidewalk text,
    drain text,
    lighting text,
    direction text,
    passability text,
    chainage_start_m double precision constraint road_chainage_start_not_negative check (chainage_start_m >= 0),
    chainage_end_m double precision constraint road_chainage_end_not_negative check (chainage_end_m >= 0),
    length_m double precision not null constraint road_length_positive check (length_m > 0),
    sigma_m double precision constraint road_sigma_positive check (sigma_m > 0),
    grade text constraint road_grade_known check (grade in ('A', 'B', 'C')),
    survey_method text,
    surveyed_on date,
    draft_id uuid constraint road_draft_fkey references draft (id),
    geometry geometry(MultiLineString, 4326) not null
        constraint road_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    source text not null constraint road_source_known check (source in ('survey', 'import', 'simulation', 'drawing')),
    external_id text,
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint road_external_id_key unique (department_pcode, external_id)
);

create index road_geometry_idx on road using gist (geometry);
create index road_number_idx on road (number);

comment on table road is 'Road segments by their centreline.';
comment on column road.id is 'UUIDv7.';
comment on column road.department_pcode is 'Department that keeps it.';
comment on column road.name is 'Name as people use it.';
comment on column road.former_name is 'Name that it had before.';
comment on column road.number is 'Number in the classified network, such as N2 or D710B.';
comment on column road.class is 'Code of the list road_class.';
comment on column road.surface is 'Code of the list road_surface.';
comment on column road.condition is 'Code of the list condition.';
comment on column road.managing_authority is 'Code of the list managing_authority: who acts.';
comment on column road.width_m is 'Width of the carriageway.';
comment on column road.right_of_way_width_m is 'Width of the right of way (emprise).';
comment on column road.sidewalk is 'Code of the list sidewalk.';
comment on column road.drain is 'Code of the list drain.';
comment on column road.lighting is 'Code of the list lighting.';
comment on column road.direction is 'Code of the list direction: of traffic, along the centreline as it is drawn.';
comment on column road.passability is 'Code of the list passability.';
comment on column road.chainage_start_m is 'Chainage (PK) of the first vertex, in metres along the whole road; more than at the end where it is drawn against it.';
comment on column road.chainage_end_m is 'Chainage (PK) of the last vertex, in metres along the whole road.';
comment on column road.length_m is 'Length of the centreline, on the ellipsoid.';
comment on column road.sigma_m is 'Standard deviation of a position of its geometry, per axis; null when nobody knows.';
comment on column road.grade is 'Grade of the survey that it rests on; null for what was not surveyed here.';
comment on column road.survey_method is 'Code of the list survey_method: how its geometry was measured.';
comment on column road.surveyed_on is 'Day on which its geometry was measured.';
comment on column road.draft_id is 'The draft that it was last made or changed by.';
comment on column road.geometry is 'Centreline in EPSG:4326.';
comment on column road.source is 'How it came in: survey, import, simulation (sample data) or drawing: proposed by a person without a log.';
comment on column road.external_id is 'Identifier in the file that it was imported from.';
comment on column road.created_at is 'When it entered the register.';
comment on column road.created_by is 'Who entered it.';

create table market (
    id uuid primary key,
    department_pcode text not null constraint market_department_fkey references department (pcode),
    name text not null,
    kind text,
    owner_regime text,
    operator text,
    area_m2 double precision constraint market_area_positive check (area_m2 > 0),
    sigma_m double precision constraint market_sigma_positive check (sigma_m > 0),
    grade text constraint market_grade_known check (grade in ('A', 'B', 'C')),
    survey_method text,
    surveyed_on date,
    draft_id uuid constraint market_draft_fkey references draft (id),
    geometry geometry(Geometry, 4326) not null
        constraint market_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry))
        constraint market_geometry_point_or_area check (st_dimension(geometry) <> 1),
    source text not null constraint market_source_known check (source in ('survey', 'import', 'simulation', 'drawing')),
    external_id text,
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint market_external_id_key unique (department_pcode, external_id)
);

create index market_geometry_idx on market using gist (geometry);

comment on table market is 'Markets owned by a local authority.';
comment on column market.id is 'UUIDv7.';
comment on column market.department_pcode is 'Department that keeps it.';
comment on column market.name is 'Name as people use it.';
comment on column market.kind is 'Code of the list market_kind.';
comment on column market.owner_regime is 'Code of the list owner_regime.';
comment on column market.operator is 'Organisation that runs it; never the name of a person.';
comment on column market.area_m2 is 'Measured area, on the ellipsoid; null for a point.';
comment on column market.sigma_m is 'Standard deviation of a position of its geometry, per axis; null when nobody knows.';
comment on column market.grade is 'Grade of the survey that it rests on; null for what was not surveyed here.';
comment on column market.survey_method is 'Code of the list survey_method: how its geometry was measured.';
comment on column market.surveyed_on is 'Day on which its geometry was measured.';
comment on column market.draft_id is 'The draft that it was last made or changed by.';
comment on column market.geometry is 'Point or outline in EPSG:4326.';
comment on column market.source is 'How it came in: survey, import, simulation (sample data) or drawing: proposed by a person without a log.';
comment on column market.external_id is 'Identifier in the file that it was imported from.';
comment on column market.created_at is 'When it entered the register.';
comment on column market.created_by is 'Who entered it.';

create table market_block (
    id uuid primary key,
    department_pcode text not null constraint market_block_department_fkey references department (pcode),
    market_id uuid not null constraint market_block_market_fkey references market (id),
    code text not null constraint market_block_code_length check (char_length(code) between 1 and 50),
    name text,
    geometry geometry(MultiPolygon, 4326)
        constraint market_block_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint market_block_code_key unique (market_id, code)
);

create index market_block_geometry_idx on market_block using gist (geometry);

comment on table market_block is 'Blocks (îlots) of markets, between a market and its places.';
comment on column market_block.id is 'UUIDv7.';
comment on column market_block.department_pcode is 'Department that keeps it.';
comment on column market_block.market_id is 'Market that it is part of.';
comment on column market_block.code is 'Letter or number on the plan, such as A.';
comment on column market_block.name is 'Name as people use it.';
comment on column market_block.geometry is 'Outline in EPSG:4326; null until it is surveyed.';
comment on column market_block.created_at is 'When it entered the register.';
comment on column market_block.created_by is 'Who entered it.';

create table market_asset (
    id uuid primary key,
    department_pcode text not null constraint market_asset_department_fkey references department (pcode),
    market_id uuid constraint market_asset_market_fkey references market (id),
    block_id uuid constraint market_asset_block_fkey references market_block (id),
    code text,
    kind text,
    construction text,
    condition text,
    owner_regime text,
    activity text,
    water boolean,
    electricity boolean,
    area_m2 double precision constraint market_asset_area_positive check (area_m2 > 0),
    sigma_m double precision constraint market_asset_sigma_positive check (sigma_m > 0),
    grade text constraint market_asset_grade_known check (grade in ('A', 'B', 'C')),
    survey_method text,
    surveyed_on date,
    draft_id uuid constraint market_asset_draft_fkey references draft (id),
    geometry geometry(Geometry, 4326) not null
        constraint market_asset_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry))
        constraint market_asset_geometry_point_or_area check (st_dimension(geometry) <> 1),
    source text not null constraint market_asset_source_known check (source in ('survey', 'import', 'simulation', 'drawing')),
    external_id text,
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint market_asset_external_id_key unique (department_pcode, external_id)
);

create index market_asset_geometry_idx on market_asset using gist (geometry);
create index market_asset_market_idx on market_asset (market_id);
create index market_asset_block_idx on market_asset (block_id);

comment on table market_asset is 'Places, stalls and other revenue-producing assets (patrimoine marchand).';
comment on column market_asset.id is 'UUIDv7.';
comment on column market_asset.department_pcode is 'Department that keeps it.';
comment on column market_asset.market_id is 'Market it belongs to, if any.';
comment on column market_asset.block_id is 'Block of the market in which it stands, if any.';
comment on column market_asset.code is 'Code painted or written on it, such as A-012.';
comment on column market_asset.kind is 'Code of the list asset_kind.';
comment on column market_asset.construction is 'Code of the list construction.';
comment on column market_asset.condition is 'Code of the list condition.';
comment on column market_asset.owner_regime is 'Code of the list owner_regime.';
comment on column market_asset.activity is 'What is sold or done there.';
comment on column market_asset.water is 'Whether it has water; null when nobody knows.';
comment on column market_asset.electricity is 'Whether it has electricity; null when nobody knows.';
comment on column market_asset.area_m2 is 'Measured area, on the ellipsoid; null for a point.';
comment on column market_asset.sigma_m is 'Standard deviation of a position of its geometry, per axis; null when nobody knows.';
comment on column market_asset.grade is 'Grade of the survey that it rests on; null for what was not surveyed here.';
comment on column market_asset.survey_method is 'Code of the list survey_method: how its geometry was measured.';
comment on column market_asset.surveyed_on is 'Day on which its geometry was measured.';
comment on column market_asset.draft_id is 'The draft that it was last made or changed by.';
comment on column market_asset.geometry is 'Point or outline in EPSG:4326.';
comment on column market_asset.source is 'How it came in: survey, import, simulation (sample data) or drawing: proposed by a person without a log.';
comment on column market_asset.external_id is 'Identifier in the file that it was imported from.';
comment on column market_asset.created_at is 'When it entered the register.';
comment on column market_asset.created_by is 'Who entered it.';

create table facility (
    id uuid primary key,
    department_pcode text not null constraint facility_department_fkey references department (pcode),
    kind text not null,
    name text,
    attributes jsonb not null default '{}'
        constraint facility_attributes_object check (jsonb_typeof(attributes) = 'object'),
    geometry geometry(Geometry, 4326) not null
        constraint facility_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    source text not null constraint facility_source_known check (source in ('survey', 'import', 'simulation', 'drawing')),
    external_id text,
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint facility_external_id_key unique (department_pcode, external_id)
);

create index facility_geometry_idx on facility using gist (geometry);

comment on table facility is 'Whatever else a department maps: an open kind and open attributes.';
comment on column facility.id is 'UUIDv7.';
comment on column facility.department_pcode is 'Department that keeps it.';
comment on column facility.kind is 'Code of the list facility_kind, or the department''s own word.';
comment on column facility.name is 'Name as people use it.';
comment on column facility.attributes is 'Whatever the department notes of it.';
comment on column facility.geometry is 'Any simple feature in EPSG:4326.';
comment on column facility.source is 'How it came in: survey, import, simulation (sample data) or drawing: proposed by a person without a log.';
comment on column facility.external_id is 'Identifier in the file that it was imported from.';
comment on column facility.created_at is 'When it entered the register.';
comment on column facility.created_by is 'Who entered it.';

create table parcel_number (
    department_pcode text primary key constraint parcel_number_department_fkey references department (pcode),
    last_number bigint not null
);

comment on table parcel_number is 'Last provisional parcel number that each department gave out.';
comment on column parcel_number.department_pcode is 'The department.';
comment on column parcel_number.last_number is 'Counts up, also over numbers that were taken otherwise.';

create function next_parcel_number(pcode text) returns text language plpgsql as $$
declare
    candidate text;
begin
    loop
        insert into parcel_number as counter (department_pcode, last_number) values (pcode, 1)
        on conflict (department_pcode) do update set last_number = counter.last_number + 1
        returning 'P-' || lpad(last_number::text, greatest(6, length(last_number::text)), '0') into candidate;
        exit when not exists (select from parcel where department_pcode = pcode and number = candidate);
    end loop;
    return candidate;
end
$$;

comment on function next_parcel_number(text) is 'A provisional parcel number that is free in the department. It is no NICAD: only the Cadastre allots those.';

create function commune_at(pcode text, place geometry) returns uuid language sql stable as $$
    select id from commune
    where department_pcode = pcode and st_covers(geometry, st_pointonsurface(place))
    order by id limit 1
$$;

comment on function commune_at(text, geometry) is 'The commune of a department that holds a point of that geometry; null where no boundary tells.';

create function round_to_mm(length_m double precision) returns double precision language sql immutable as $$
    select greatest(round(length_m::numeric, 3), 0.001)::double precision
$$;

comment on function round_to_mm(double precision) is 'A standard deviation as the register keeps it: whole millimetres, at least one.';
