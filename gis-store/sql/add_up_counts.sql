-- Rows of running transactions are not seen and stay for the next time.
with gone as (
    delete from collection_count returning layer, department_pcode, feature_count
)
insert into collection_count (layer, department_pcode, feature_count)
select layer, department_pcode, sum(feature_count)::bigint
from gone
group by layer, department_pcode
having sum(feature_count) <> 0
