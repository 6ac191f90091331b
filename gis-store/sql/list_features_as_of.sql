-- Department by department, so that an index gives each one's objects in order of identifier, however many others have.
select page.feature_id as "id!", case when not $7 then st_asgeojson(page.geometry, 7)::json end as "geometry: Json<Box<RawValue>>",
    case when page.geometry is not null then
        array[st_xmin(page.geometry), st_ymin(page.geometry), st_xmax(page.geometry), st_ymax(page.geometry)]
    end as bbox_deg,
    jsonb_strip_nulls(feature_properties(page)) as "properties!: Json<Box<RawValue>>",
    page.number as "version"
from (
    select distinct on (true_then.feature_id) true_then.*
    from (select pcode from department where $2::text[] is null or pcode = any ($2)) as seen
    cross join lateral (
        select distinct on (version.feature_id) version.*
        from feature_version as version
        where layer = $1 and department_pcode = seen.pcode
            and feature_id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
            and case when $5::tstzrange is null then upper_inf(valid) else valid && $5 end
            and case when $6::timestamptz is null then upper_inf(recorded) else recorded @> $6 end
        order by feature_id, lower(valid) desc
        limit $4
    ) as true_then
    order by true_then.feature_id, lower(true_then.valid) desc
    limit $4
) as page
order by page.feature_id
