-- The keys of open attributes, and whether all values of each are numbers, and whole ones of 32 bits.
select
    attribute.key as "key!",
    bool_and(number.value is not null) as "is_number!",
    bool_and(number.value % 1 = 0 and abs(number.value) < 2147483648) is true as "is_whole!"
from facility
cross join lateral jsonb_each(facility.attributes) as attribute
cross join lateral (
    select case jsonb_typeof(attribute.value) when 'number' then (attribute.value #>> '{}')::numeric end as value
) as number
where $1::text[] is null or facility.department_pcode = any ($1)
group by attribute.key
