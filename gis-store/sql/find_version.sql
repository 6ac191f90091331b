select number, department_pcode, columns as "columns: Json<Map<String, Value>>", st_asbinary(geometry) as "wkb!",
    lower(valid) as "valid_from!", upper_inf(valid) as "stands!"
from feature_version
where layer = $1 and feature_id = $2 and number = $3
order by lower(recorded) desc
limit 1
