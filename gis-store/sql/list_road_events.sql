select
    road_event.id, road_event.line_id, st_asbinary(line.geometry) as "line!", road_event.kind, road_event.severity,
    road_event.chainage_m, road_event.end_chainage_m, road_event.side, road_event.observed_on, road_event.resolved_on,
    road_event.note, road_event.version, road_event.created_at, road_event.created_by
from road_event
join road_reference_line as line on line.id = road_event.line_id
where road_event.road_id = $1
order by road_event.id
