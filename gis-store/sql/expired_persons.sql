-- Whoever holds or owes anything is kept. For all others the years of the purpose count from what ended last, of what
-- they held themselves or through groups.
select
    person.party_id as party, person.department_pcode as department, person.purpose, due.day as "expired_on!"
from person
join processing_purpose as purpose on purpose.code = person.purpose
cross join lateral (
    select max(land_right.ends_on) as day from land_right_holder as holder
    join land_right on land_right.id = holder.right_id
    where holder.party_id in (select standing_for(person.party_id))
) as last_right
cross join lateral (
    select max(ends_on) as day from occupancy where occupancy.party_id in (select standing_for(person.party_id))
) as last_occupancy
cross join lateral (
    select (
        greatest(
            person.changed_at::date,
            case purpose.keep_from when 'last_right' then last_right.day when 'last_occupancy' then last_occupancy.day end
        ) + make_interval(years => purpose.keep_years)
    )::date as day
) as due
where due.day <= $1
    and not holds_something(person.party_id, $1) and not owes_something(person.party_id)
    and ($2::text[] is null or person.department_pcode = any ($2))
order by person.party_id
