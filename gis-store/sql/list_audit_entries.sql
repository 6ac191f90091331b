select sequence as "sequence!", at, actor, action, subject, detail, encode(digest, 'hex') as "digest!"
from audit_entry
where sequence is not null
    and ($2::bigint is null or sequence < $2)
    and ($3::text is null or actor = $3)
    and ($4::text is null or action = $4)
    and ($5::text is null or subject = $5)
order by sequence desc
limit $1
