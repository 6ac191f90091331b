select version.feature_id as "id!", st_asgeojson(version.geometry, 7)::json as "geometry: Json<Box<RawValue>>",
    case when version.geometry is not null then
        array[st_xmin(version.geometry), st_ymin(version.geometry), st_xmax(version.geometry), st_ymax(version.geometry)]
    end as bbox_deg,
    jsonb_strip_nulls(feature_properties(version)) as "properties!: Json<Box<RawValue>>",
    version.number as "version"
from feature_version as version
where layer = $1 and ($2::text[] is null or department_pcode = any ($2)) and feature_id = $3
    and case when $4::tstzrange is null then upper_inf(valid) else valid && $4 end
    and case when $5::timestamptz is null then upper_inf(recorded) else recorded @> $5 end
order by lower(valid) desc
limit 1
