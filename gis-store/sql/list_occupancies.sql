select
    id, party_id as party, contract_kind, contract_number, source_id as source, starts_on, ends_on, end_reason,
    deposit_xof, amount_xof, periodicity, is_sublet,
    (
        select coalesce(sum(owed.amount_xof), 0) from arrears_now(occupancy.id) as owed
        where owed.settled_on is null
    ) as "arrears_xof!",
    created_at, created_by
from occupancy
where ($1::uuid is null or market_asset_id = $1) and ($2::uuid is null or id = $2)
order by starts_on desc, id desc
