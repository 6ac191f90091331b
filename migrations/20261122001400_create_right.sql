-- Rights, restrictions and responsibilities (LADM) on basic administrative units of parcels.

create table ba_unit (
    id uuid primary key,
    department_pcode text not null constraint ba_unit_department_fkey references department (pcode),
    name text constraint ba_unit_name_length check (char_length(name) between 1 and 200),
    revision integer not null default 1 constraint ba_unit_revision_positive check (revision > 0),
    created_at timestamptz not null default now(),
    created_by text not null
);

comment on table ba_unit is 'Basic administrative units: parcels that are held together, under the same rights. Most hold one.';
comment on column ba_unit.id is 'UUIDv7.';
comment on column ba_unit.department_pcode is 'Department that keeps it.';
comment on column ba_unit.name is 'Name of the file (dossier), if it has one.';
comment on column ba_unit.revision is 'Counts the changes of its parcels up; its entity tag.';
comment on column ba_unit.created_at is 'When it was recorded.';
comment on column ba_unit.created_by is 'Who recorded it.';

create table ba_unit_parcel (
    parcel_id uuid primary key,
    ba_unit_id uuid not null constraint ba_unit_parcel_ba_unit_fkey references ba_unit (id)
);

create index ba_unit_parcel_ba_unit_idx on ba_unit_parcel (ba_unit_id);

comment on table ba_unit_parcel is 'The parcels of a unit; a parcel is in one.';
comment on column ba_unit_parcel.parcel_id is 'The parcel, which may have ceased since.';
comment on column ba_unit_parcel.ba_unit_id is 'The unit.';

create table land_right (
    id uuid primary key,
    department_pcode text not null constraint land_right_department_fkey references department (pcode),
    ba_unit_id uuid not null constraint land_right_ba_unit_fkey references ba_unit (id),
    class text not null constraint land_right_class_known check (class in ('right', 'restriction', 'responsibility')),
    kind text not null constraint land_right_no_attestation check (kind not like 'attestation%'),
    source_id uuid constraint land_right_source_fkey references source (id),
    starts_on date not null,
    ends_on date,
    end_reason text constraint land_right_end_reason_length check (char_length(end_reason) between 1 and 2000),
    reference text constraint land_right_reference_length check (char_length(reference) between 1 and 100),
    created_at timestamptz not null default now(),
    created_by text not null,
    constraint land_right_lasts check (ends_on is null or ends_on > starts_on)
);

create index land_right_ba_unit_idx on land_right (ba_unit_id);
create index land_right_source_idx on land_right (source_id);

comment on table land_right is 'Rights, restrictions and responsibilities (LADM RRR). Only their end is ever changed: another right is another row.';
comment on column land_right.id is 'UUIDv7.';
comment on column land_right.department_pcode is 'Department that keeps it.';
comment on column land_right.ba_unit_id is 'What it is on.';
comment on column land_right.class is 'right, restriction or responsibility.';
comment on column land_right.kind is 'Code of the list right_kind, restriction_kind or responsibility_kind. An attestation is none.';
comment on column land_right.source_id is 'The source that it rests on.';
comment on column land_right.starts_on is 'First day.';
comment on column land_right.ends_on is 'First day after it; null while it lasts.';
comment on column land_right.end_reason is 'Why it ended; no names of persons.';
comment on column land_right.reference is 'What it is filed under, such as the number of a title (TF 638/MB) or of a lease.';
comment on column land_right.created_at is 'When it was recorded.';
comment on column land_right.created_by is 'Who recorded it.';

create table land_right_holder (
    right_id uuid not null constraint land_right_holder_right_fkey references land_right (id),
    party_id uuid not null constraint land_right_holder_party_fkey references party (id),
    numerator integer not null constraint land_right_holder_numerator_positive check (numerator > 0),
    denominator integer not null constraint land_right_holder_denominator_holds check (denominator >= numerator),
    primary key (right_id, party_id)
);

create index land_right_holder_party_idx on land_right_holder (party_id);

comment on table land_right_holder is 'Who holds a right, and how much of it: shares add up to one. Never changed.';
comment on column land_right_holder.right_id is 'The right.';
comment on column land_right_holder.party_id is 'The holder.';
comment on column land_right_holder.numerator is 'Parts that the holder has.';
comment on column land_right_holder.denominator is 'Parts that there are.';

select keep_versions_of('ba_unit', 'ba-units');
select keep_versions_of('land_right', 'rights');
select witness_rows_of('ba_unit_parcel', 'parcel_id');
select witness_rows_of('land_right_holder', 'right_id', 'party_id');
