-- Rights on the parcels, and occupancies of the places, that a draft would end.
select
    (
        select count(*) from land_right
        where (ends_on is null or ends_on > current_date) and ba_unit_id in (
            select ba_unit_id from ba_unit_parcel join draft_target on feature_id = parcel_id where draft_id = $1
        )
    ) + (
        select count(*) from occupancy join draft_target on feature_id = market_asset_id
        where draft_id = $1 and (ends_on is null or ends_on > current_date)
    ) as "count!"
