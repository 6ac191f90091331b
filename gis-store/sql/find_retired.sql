-- Which features of a file were in the register and are no more, or are in another layer ($1 is theirs): by our
-- identifier, else by that of the file they came from.
select
    i.feature as "feature!", past.layer as "layer!", past.department_pcode,
    coalesce(past.columns ->> 'number', past.columns ->> 'code', past.columns ->> 'name') as label,
    upper(past.valid)::date as ended_on,
    (select min(kind) from parcel_lineage where parent_id = past.feature_id) as lineage,
    array(
        select number from parcel_lineage join parcel on parcel.id = child_id
        where parent_id = past.feature_id and parcel.department_pcode = past.department_pcode
        order by number
    ) as "heirs!"
from unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[]) as i (feature, id, department_pcode, external_id)
cross join lateral (
    select version.* from feature_version as version where version.feature_id = i.id
    union all
    select version.* from feature_version as version
    where version.layer = $1 and version.department_pcode = i.department_pcode
        and version.columns ? 'external_id' and version.columns ->> 'external_id' = i.external_id
        and (version.closed_by is not null or not upper_inf(version.valid))
        and not exists (
            select from feature_version as present
            where present.feature_id = version.feature_id and upper_inf(present.valid) and upper_inf(present.recorded)
        )
    order by number desc, recorded desc
    limit 1
) as past
