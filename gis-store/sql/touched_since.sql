select distinct layer, feature_id
from change
where transaction_id >= pg_snapshot_xmin($1::text::pg_snapshot)
    and not pg_visible_in_snapshot(transaction_id, $1::text::pg_snapshot)
