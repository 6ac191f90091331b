-- Every version with what the entry that opened it recorded, in the order in which that took its digest.
select
    coalesce(version.opened_by, entry.id) as "entry!", entry.id is not null as "has_entry!", entry.sequence,
    entry.row_count as "said_count?", entry.digest as "said_digest?",
    version.layer as "layer?", version.feature_id as "feature_id?", version.number as "number?",
    version.department_pcode, version.columns::text as columns, st_asbinary(version.geometry, 'NDR') as wkb,
    lower(version.valid) as valid_from, upper(version.valid) as valid_until, lower(version.recorded) as known_from,
    version.actor as "actor?", version.reason, version.draft_id, version.digest as "digest?"
from feature_version as version
full join (
    select id, sequence, (detail ->> 'opened')::bigint as row_count, detail ->> 'opened_digest' as digest
    from audit_entry
    where action in ('register.create', 'register.change', 'register.retire')
) as entry on entry.id = version.opened_by
order by 1, version.feature_id, version.number
