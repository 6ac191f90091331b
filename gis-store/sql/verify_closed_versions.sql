-- Every version whose being recorded ended, with what the entry that ended it recorded, in the order of its digest.
select
    coalesce(version.closed_by, entry.id) as "entry!", entry.id is not null as "has_entry!", entry.sequence,
    entry.row_count as "said_count?", entry.digest as "said_digest?",
    upper(version.recorded) as known_until, version.digest as "digest?"
from (select * from feature_version where closed_by is not null) as version
full join (
    select id, sequence, (detail ->> 'closed')::bigint as row_count, detail ->> 'closed_digest' as digest
    from audit_entry
    where action in ('register.create', 'register.change', 'register.retire')
) as entry on entry.id = version.closed_by
order by 1, version.feature_id, version.number, version.opened_by
