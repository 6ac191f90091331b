insert into person (
    party_id, department_pcode, purpose, name, name_key, sex, born_on, phone, address, identity_kind, identity_sealed,
    identity_digest, recorded_by
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (party_id) do update set
    purpose = excluded.purpose,
    name = excluded.name,
    name_key = excluded.name_key,
    sex = excluded.sex,
    born_on = excluded.born_on,
    phone = excluded.phone,
    address = excluded.address,
    identity_kind = case when $14::boolean then person.identity_kind else excluded.identity_kind end,
    identity_sealed = case when $14 then person.identity_sealed else excluded.identity_sealed end,
    identity_digest = case when $14 then person.identity_digest else excluded.identity_digest end,
    changed_at = now()
