-- One row a state: who made it, and what is known now, or was known last, of when it was true.
select
    number as "number!",
    (array_agg(department_pcode order by opened_by))[1] as department,
    (array_agg(lower(valid) order by opened_by desc))[1] as "valid_from!",
    (array_agg(upper(valid) order by opened_by desc))[1] as valid_until,
    min(lower(recorded)) as "recorded_from!",
    case when not bool_or(upper_inf(recorded)) then max(upper(recorded)) end as recorded_until,
    (array_agg(actor order by opened_by))[1] as "actor!",
    (array_agg(reason order by opened_by))[1] as reason,
    (array_agg(draft_id order by opened_by))[1] as draft_id
from feature_version
where layer = $1 and feature_id = $2 and ($3::text[] is null or department_pcode = any ($3))
group by number
order by number
