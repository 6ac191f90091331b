select count(*) as "count!", coalesce(extract(epoch from now() - min(received_at)), 0)::float8 as "longest_s!"
from upload
where state = 'received' and ($1::text[] is null or department_pcode = any ($1))
