select
    party.id, party.department_pcode as department, party.kind, party.group_kind, party.company_name,
    party.company_number, party.revision, party.created_at, party.created_by, person.purpose as "purpose?",
    person.name as "name?", person.sex, person.born_on, person.phone, person.address, person.identity_kind,
    person.identity_sealed
from party
left join person on person.party_id = party.id
where ($1::text[] is null or party.department_pcode = any ($1))
    and ($2::text is null or party.department_pcode = $2)
    and ($3::text is null or party.kind = $3)
    and ($4::text is null or strpos(coalesce(person.name_key, lower(party.company_name)), $4) > 0)
    and ($5::uuid is null or party.id < $5)
order by party.id desc
limit $6
