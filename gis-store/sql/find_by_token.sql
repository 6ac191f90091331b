select account.id, login, display_name,
    coalesce(api_token.last_used_at < now() - interval '1 minute', true) as "is_stale!",
    (
        select coalesce(json_agg(json_build_object('role', role, 'department', department_pcode)), '[]')
        from account_grant where account_id = account.id
    ) as "grants!: Json<Vec<Grant>>",
    api_token.grants as "token_grants!: Json<Vec<Grant>>",
    array(select pcode from department where is_public or $2 order by pcode) as "published!"
from api_token
join account on account.id = api_token.account_id
where token_hash = $1 and expires_at > now() and revoked_at is null and disabled_at is null and (not is_demo or $2)
