insert into dispute (id, department_pcode, feature_layer, feature_id, nature, statement, parties, opened_by)
select $1, department_pcode, layer, feature_id, $5, $6, $7, $8
from feature_version
where layer = $2 and feature_id = $3 and upper_inf(recorded) and upper_inf(valid)
    and ($4::text[] is null or department_pcode = any ($4))
