select
    party.id, party.department_pcode as department, party.kind, party.group_kind, party.company_name,
    party.company_number, party.revision, party.created_at, party.created_by, person.purpose as "purpose?",
    person.name as "name?", person.sex, person.born_on, person.phone, person.address, person.identity_kind,
    person.identity_sealed
from party
left join person on person.party_id = party.id
where party.id = $1 and ($2::text[] is null or party.department_pcode = any ($2))
