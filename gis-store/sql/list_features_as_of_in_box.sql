-- What is true and known still is found by the spatial index of its table, what no longer is by that of versions.
select page.feature_id as "id!", case when not $7 then st_asgeojson(page.geometry, 7)::json end as "geometry: Json<Box<RawValue>>",
    array[st_xmin(page.geometry), st_ymin(page.geometry), st_xmax(page.geometry), st_ymax(page.geometry)] as bbox_deg,
    jsonb_strip_nulls(feature_properties(page)) as "properties!: Json<Box<RawValue>>",
    page.number as "version"
from (
    select distinct on (version.feature_id) version.*
    from (
        select past.*
        from feature_version as past
        where (closed_by is not null or not upper_inf(valid)) and st_intersects(geometry, st_geomfromwkb($8, 4326))
        union all
        select open.*
        from map_feature as present
        join feature_version as open
            on open.feature_id = present.id and upper_inf(open.valid) and upper_inf(open.recorded)
        where present.layer = $1 and st_intersects(present.geometry, st_geomfromwkb($8, 4326))
    ) as version
    where layer = $1 and ($2::text[] is null or department_pcode = any ($2))
        and feature_id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
        and case when $5::tstzrange is null then upper_inf(valid) else valid && $5 end
        and case when $6::timestamptz is null then upper_inf(recorded) else recorded @> $6 end
    order by version.feature_id, lower(version.valid) desc
    limit $4
) as page
order by page.feature_id
