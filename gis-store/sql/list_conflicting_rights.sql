-- Rights on a unit that last at the same time as a new one and do not go with it, as the code list says.
select
    other.id, other.kind, other.reference, other.starts_on,
    other.kind = $3 and coalesce((code.attributes -> 'exclusive')::boolean, false) as "is_refused!"
from land_right as other
join code_list as code on code.list = other.class || '_kind' and code.code = other.kind
join code_list as asked on asked.list = code.list and asked.code = $3
where other.ba_unit_id = $1 and other.class = $2
    and daterange(other.starts_on, other.ends_on) && daterange($4, $5)
    and (
        other.kind = $3 and coalesce((code.attributes -> 'exclusive')::boolean, false)
        or code.attributes -> 'conflicts_with' ? asked.code
        or asked.attributes -> 'conflicts_with' ? other.kind
    )
order by other.id
