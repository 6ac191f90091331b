select
    land_right.id, land_right.department_pcode as department, land_right.ba_unit_id as ba_unit, land_right.class,
    land_right.kind, (code.attributes ->> 'strength')::integer as strength, land_right.reference,
    land_right.starts_on, land_right.ends_on, land_right.end_reason, land_right.source_id as source,
    (
        select coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'party', party_id, 'share', jsonb_build_object('numerator', numerator, 'denominator', denominator)
                ) order by party_id
            ),
            '[]'
        )
        from land_right_holder where right_id = land_right.id
    ) as "holders!: Json<Vec<Holder>>",
    land_right.created_at, land_right.created_by
from land_right
left join code_list as code on code.list = land_right.class || '_kind' and code.code = land_right.kind
where ($1::uuid is null or land_right.ba_unit_id = (select ba_unit_id from ba_unit_parcel where parcel_id = $1))
    and ($2::uuid is null or land_right.id = $2)
order by land_right.ends_on is not null, land_right.class desc, strength desc nulls last, land_right.id
