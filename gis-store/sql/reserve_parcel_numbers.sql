-- Advances the counter of a department once for many parcels, and gives those numbers of the stretch that are free.
with counter as (
    insert into parcel_number as known (department_pcode, last_number) values ($1, $2)
    on conflict (department_pcode) do update set last_number = known.last_number + excluded.last_number
    returning last_number
),
candidate as (
    select 'P-' || lpad(position::text, greatest(6, length(position::text)), '0') as number
    from counter, generate_series(last_number - $2 + 1, last_number) as position
)
select number as "number!"
from candidate
where not exists (select from parcel where parcel.department_pcode = $1 and parcel.number = candidate.number)
order by length(number), number
