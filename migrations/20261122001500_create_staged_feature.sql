-- Where bulk loads copy features before one statement takes them into their table.

create table staged_feature (
    id uuid not null,
    department_pcode text not null,
    external_id text,
    wkb bytea not null,
    measure double precision,
    columns jsonb not null
);

comment on table staged_feature is 'The shape of a bulk load: each makes a passing table of this name for its own transaction, which hides this one. This one is always empty.';
comment on column staged_feature.id is 'Identifier of the feature in the register.';
comment on column staged_feature.department_pcode is 'Department that it is taken into.';
comment on column staged_feature.external_id is 'Identifier in the file that it comes from.';
comment on column staged_feature.wkb is 'Geometry as well-known binary, in EPSG:4326.';
comment on column staged_feature.measure is 'Area in m² or length in m, on the ellipsoid.';
comment on column staged_feature.columns is 'Further columns of its table, by name.';
