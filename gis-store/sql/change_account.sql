update account
set version = version + 1, display_name = coalesce($2, display_name),
    disabled_at = case when $3 then coalesce(disabled_at, now()) when $3 is null then disabled_at end,
    disabled_by = case when $3 then coalesce(disabled_by, $4) when $3 is null then disabled_by end
where id = $1
