update dispute
set
    state = $2,
    statement = coalesce($3, statement),
    parties = coalesce($4, parties),
    resolution = $5,
    closed_at = case when $5::text is not null then coalesce(closed_at, now()) end,
    closed_by = case when $5::text is not null then coalesce(closed_by, $6) end
where id = $1
