select
    (
        select jsonb_agg(jsonb_build_object('group', group_id, 'role', role, 'numerator', numerator, 'denominator', denominator))
        from party_member where member_id = $1
    ) as memberships,
    (
        select jsonb_agg(
            to_jsonb(land_right) - 'created_by'
            || jsonb_build_object('numerator', holder.numerator, 'denominator', holder.denominator)
            order by land_right.id
        )
        from land_right_holder as holder join land_right on land_right.id = holder.right_id
        where holder.party_id = $1
    ) as rights,
    (
        select jsonb_agg(to_jsonb(occupancy) - 'created_by' order by occupancy.id)
        from occupancy where occupancy.party_id = $1
    ) as occupancies,
    (
        select jsonb_agg(to_jsonb(arrears) - array['created_by', 'salt'] order by arrears.id)
        from arrears join occupancy on occupancy.id = arrears.occupancy_id
        where occupancy.party_id = $1
    ) as arrears,
    (
        select jsonb_agg(jsonb_build_object('id', id, 'title', title, 'media_type', media_type, 'created_at', created_at) order by id)
        from document where party_id = $1
    ) as documents,
    (
        select jsonb_agg(to_jsonb(dispute) - array['opened_by', 'closed_by', 'parties'] || jsonb_build_object('role', named ->> 'role') order by id)
        from dispute cross join jsonb_array_elements(parties) as named
        where parties @> jsonb_build_array(jsonb_build_object('party', $1::uuid)) and named ->> 'party' = $1::text
    ) as disputes,
    (
        select jsonb_agg(
            jsonb_build_object('action', action, 'about', about, 'reason', reason, 'actor', actor, 'at', at) order by id
        )
        from person_access where party_id = $1
    ) as accesses
