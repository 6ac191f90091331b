select id as "id!", case when not $6 then st_asgeojson(geometry, 7)::json end as "geometry: Json<Box<RawValue>>",
    case when geometry is not null then
        array[st_xmin(geometry), st_ymin(geometry), st_xmax(geometry), st_ymax(geometry)]
    end as bbox_deg,
    jsonb_strip_nulls(properties) as "properties!: Json<Box<RawValue>>",
    null::integer as version
from map_feature
where layer = $1
    and ($2::text[] is null or department_pcode = any ($2) or id in (
        select track.id from track join upload on upload.id = track.upload_id where received_by = $7
    ))
    and ($3::uuid is null or id > $3)
    and ($5::bytea is null or st_intersects(geometry, st_geomfromwkb($5, 4326)))
order by id
limit $4
