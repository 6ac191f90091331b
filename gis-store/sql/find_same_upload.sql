-- The upload that holds these bytes ($1) already, among those that the caller may see: their own first.
select id from upload
where sha256 = $1
    and ($2::text[] is null or coalesce(department_pcode, located_pcode) = any ($2) or received_by = $3)
order by received_by is distinct from $3, id
limit 1
