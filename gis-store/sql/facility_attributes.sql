-- The keys of open attributes, and whether all values of each are numbers, and whole ones.
select
    attribute.key as "key!",
    bool_and(jsonb_typeof(attribute.value) = 'number') as "is_number!",
    bool_and(
        case when jsonb_typeof(attribute.value) = 'number' then (attribute.value #>> '{}')::numeric % 1 = 0 end
    ) is not false as "is_whole!"
from facility
cross join lateral jsonb_each(facility.attributes) as attribute
where $1::text[] is null or facility.department_pcode = any ($1)
group by attribute.key
