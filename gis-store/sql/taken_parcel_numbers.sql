select i.feature as "feature!", parcel.id
from unnest($1::bigint[], $2::text[], $3::text[]) as i (feature, department_pcode, number)
join parcel on parcel.department_pcode = i.department_pcode and parcel.number = i.number
