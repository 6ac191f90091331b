-- Every row of a witnessed table beside the last digest that was taken of it.
select
    coalesce(present.row_key, witness.row_key) as "row_key!", present.said as "said?", witness.digest as "digest?"
from witnessed_rows($1) as present
full join (
    select distinct on (row_key) row_key, digest
    from row_witness
    where table_name = $1
    order by row_key, entry desc
) as witness on witness.row_key = present.row_key
order by 1
