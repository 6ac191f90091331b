-- The grants of an account that the caller administers and that are not among those that it shall have.
delete from account_grant
where account_id = $1 and ($2::text[] is null or department_pcode = any ($2))
    and not exists (
        select from unnest($3::text[], $4::text[]) as given (role, pcode)
        where given.role = account_grant.role and given.pcode is not distinct from account_grant.department_pcode
    )
