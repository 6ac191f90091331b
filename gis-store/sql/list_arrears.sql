select
    id as "id!", due_on as "due_on!", amount_xof as "amount_xof!", reference, settled_on, created_at as "created_at!",
    created_by as "created_by!",
    (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'amount_xof', earlier.amount_xof, 'reference', earlier.reference, 'settled_on', earlier.settled_on,
                    'created_at', earlier.created_at, 'created_by', earlier.created_by
                ) order by earlier.number desc
            ),
            '[]'
        )
        from arrears as earlier
        where earlier.occupancy_id = said.occupancy_id and earlier.due_on = said.due_on and earlier.number < said.number
    ) as "earlier!: Json<Vec<EarlierArrears>>"
from arrears_now($1) as said
where $2::date is null or due_on = $2
order by due_on desc
