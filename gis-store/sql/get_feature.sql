select id as "id!", st_asgeojson(geometry, 7)::json as "geometry: Json<Box<RawValue>>",
    case when geometry is not null then
        array[st_xmin(geometry), st_ymin(geometry), st_xmax(geometry), st_ymax(geometry)]
    end as bbox_deg,
    jsonb_strip_nulls(properties) as "properties!: Json<Box<RawValue>>",
    (select max(number) from feature_version where feature_id = $3) as version
from map_feature
where layer = $1 and id = $3
    and ($2::text[] is null or department_pcode = any ($2) or id in (
        select track.id from track join upload on upload.id = track.upload_id where received_by = $4
    ))
