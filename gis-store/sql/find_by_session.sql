-- Ends 12 hours after the last use: a day in the office.
select account.id, login, display_name, session.last_used_at < now() - interval '1 minute' as "is_stale!",
    (
        select coalesce(json_agg(json_build_object('role', role, 'department', department_pcode)), '[]')
        from account_grant where account_id = account.id
    ) as "grants!: Json<Vec<Grant>>",
    array(select pcode from department where is_public or $2 order by pcode) as "published!"
from session
join account on account.id = session.account_id
where token_hash = $1 and expires_at > now() and session.last_used_at > now() - interval '12 hours'
    and disabled_at is null and (not is_demo or $2)
