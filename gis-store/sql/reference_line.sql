with today as (
    select id, geometry from road where id = $1
), known as (
    select line.id from road_reference_line as line
    join today on today.id = line.road_id and st_orderingequals(today.geometry, line.geometry)
    order by line.id limit 1
), made as (
    insert into road_reference_line (id, road_id, geometry)
    select $2, id, geometry from today where not exists (select from known)
    returning id
)
select id as "id!" from known
union all
select id from made
