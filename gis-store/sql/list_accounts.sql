select id, login, display_name, password_hash is not null as "has_password!", is_demo, version, created_at, disabled_at,
    (
        select coalesce(
            json_agg(json_build_object('role', role, 'department', department_pcode) order by role, department_pcode),
            '[]'
        )
        from account_grant where account_id = account.id
    ) as "grants!: Json<Vec<Grant>>"
from account
where ($2::uuid is null or id = $2)
    and ($1::text[] is null or id in (select account_id from account_grant where department_pcode = any ($1)))
order by login
