select
    version.columns as "columns: Json<Map<String, Value>>", st_asbinary(version.geometry) as wkb,
    st_asgeojson(version.geometry, 7)::json as "geojson: Json<Box<RawValue>>",
    case when version.geometry is not null then
        array[st_xmin(version.geometry), st_ymin(version.geometry), st_xmax(version.geometry), st_ymax(version.geometry)]
    end as bbox_deg,
    jsonb_strip_nulls(feature_properties(version)) as "properties!: Json<Map<String, Value>>"
from feature_version as version
where layer = $1 and feature_id = $2 and number = $3 and ($4::text[] is null or department_pcode = any ($4))
order by opened_by desc
limit 1
