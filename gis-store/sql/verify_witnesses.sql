-- Every digest of a row with what its entry recorded, in the order in which that took its own.
select
    coalesce(witness.entry, entry.id) as "entry!", entry.id is not null as "has_entry!", entry.sequence,
    entry.row_count as "said_count?", entry.digest as "said_digest?",
    witness.table_name as "table_name?", witness.row_key as "row_key?", witness.digest
from row_witness as witness
full join (
    select id, sequence, (detail ->> 'rows')::bigint as row_count, detail ->> 'rows_digest' as digest
    from audit_entry
    where action in ('row.add', 'row.change', 'row.remove')
) as entry on entry.id = witness.entry
order by 1, witness.row_key collate "C"
