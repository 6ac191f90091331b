select number, department_pcode, columns as "columns: Json<Map<String, Value>>", st_asbinary(geometry) as "wkb!",
    lower(valid) as "valid_from!", upper_inf(valid) as "stands!"
from feature_version
where layer = $1 and feature_id = $2 and upper_inf(recorded)
    and ($3::text[] is null or department_pcode = any ($3))
order by lower(valid) desc
limit 1
