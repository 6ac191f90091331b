select id as "id!", st_asbinary(geometry) as wkb, properties as "properties!"
from map_feature
where layer = $1 and ($2::text[] is null or department_pcode = any ($2))
order by id
