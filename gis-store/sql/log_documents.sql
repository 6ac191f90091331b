with concerned as (
    select id, party_id from document where id = any ($1) and party_id is not null
    union
    select document.id, holder.party_id
    from document
    join land_right on land_right.source_id = document.source_id
    join land_right_holder as holder on holder.right_id = land_right.id
    where document.id = any ($1)
    union
    select document.id, occupancy.party_id
    from document join occupancy on occupancy.source_id = document.source_id
    where document.id = any ($1)
)
insert into person_access (party_id, about, department_pcode, action, actor, account_id)
select concerned.party_id, 'documents/' || document.id, document.department_pcode, 'read', $2, $3
from document left join concerned on concerned.id = document.id
where document.id = any ($1) and document.feature_id is null
order by document.id, concerned.party_id
