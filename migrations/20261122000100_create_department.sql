-- Departments and communes: the frame in which everything else lies.

create extension if not exists postgis;

create table department (
    id uuid primary key,
    pcode text not null constraint department_pcode_key unique
        constraint department_pcode_format check (pcode ~ '^SN[0-9]{4}$'),
    name text not null,
    region text not null,
    region_pcode text not null constraint department_region_pcode_format check (region_pcode ~ '^SN[0-9]{2}$'),
    iso_region text not null constraint department_iso_region_format check (iso_region ~ '^SN-[A-Z]{2}$'),
    ansd_code text not null constraint department_ansd_code_format check (ansd_code ~ '^[0-9]{3}$'),
    seat text not null,
    area_km2 double precision not null constraint department_area_positive check (area_km2 > 0),
    population_2023 integer not null constraint department_population_positive check (population_2023 > 0),
    utm_epsg integer not null constraint department_utm_zone check (utm_epsg between 32601 and 32760),
    geometry geometry(MultiPolygon, 4326) not null
        constraint department_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    is_sketch boolean not null,
    boundary_source text not null,
    survey_settings jsonb not null default '{}'
        constraint department_survey_settings_object check (jsonb_typeof(survey_settings) = 'object'),
    updated_at timestamptz not null default now()
);

create index department_geometry_idx on department using gist (geometry);

comment on table department is 'Departments that the register covers; the list is data, see data/departments.json.';
comment on column department.id is 'UUIDv7.';
comment on column department.pcode is 'OCHA P-code. Not to be mixed with ANSD codes: SN13 is Thiès, ANSD 13 is Kédougou.';
comment on column department.name is 'Name in French.';
comment on column department.region is 'Name of the region.';
comment on column department.region_pcode is 'OCHA P-code of the region.';
comment on column department.iso_region is 'ISO 3166-2 code of the region.';
comment on column department.ansd_code is 'ANSD code: two digits of region, one of department.';
comment on column department.seat is 'Seat (chef-lieu).';
comment on column department.area_km2 is 'Area as published by the source of the boundary.';
comment on column department.population_2023 is 'Inhabitants at the census of 2023 (RGPH-5).';
comment on column department.utm_epsg is 'EPSG code of the UTM zone in which its metres are shown.';
comment on column department.geometry is 'Boundary in EPSG:4326.';
comment on column department.is_sketch is 'True while the boundary is a hand-made sketch and no official one was imported.';
comment on column department.boundary_source is 'Where the boundary comes from.';
comment on column department.survey_settings is 'Overrides of the thresholds that clean surveys of the department, merged over the defaults; empty for none.';
comment on column department.updated_at is 'When the row was last written.';

create table commune (
    id uuid primary key,
    department_pcode text not null constraint commune_department_fkey references department (pcode),
    name text not null,
    ansd_code text constraint commune_ansd_code_format check (ansd_code ~ '^[0-9]{8}$'),
    aliases text[] not null default '{}',
    geometry geometry(MultiPolygon, 4326)
        constraint commune_geometry_valid check (st_isvalid(geometry) and not st_isempty(geometry)),
    updated_at timestamptz not null default now(),
    constraint commune_name_key unique (department_pcode, name)
);

create index commune_geometry_idx on commune using gist (geometry);

comment on table commune is 'Communes of the departments; no P-codes exist at this level.';
comment on column commune.id is 'UUIDv7.';
comment on column commune.department_pcode is 'Department it lies in.';
comment on column commune.name is 'Name in French.';
comment on column commune.ansd_code is 'ANSD COD_ENTITE, 8 digits: region 2, department 1, arrondissement 3, commune 2.';
comment on column commune.aliases is 'Other spellings met in sources.';
comment on column commune.geometry is 'Boundary in EPSG:4326; null until one is imported.';
comment on column commune.updated_at is 'When the row was last written.';
