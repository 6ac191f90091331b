select id as "id!", st_asgeojson(geometry, 7)::json as "geometry: Json<Box<RawValue>>",
    jsonb_strip_nulls(properties) as "properties!: Json<Box<RawValue>>"
from map_feature
where layer = $1 and ($2::text[] is null or department_pcode = any ($2)) and id = $3
