insert into approval_threshold (valid_from, position, up_to_ha, authorities, legal_basis, certainty)
select
    (row ->> 'valid_from')::date, position, (row ->> 'up_to_ha')::double precision,
    array(select jsonb_array_elements_text(row -> 'authorities')), row ->> 'legal_basis', row ->> 'certainty'
from jsonb_array_elements($1::jsonb) with ordinality as steps (row, position)
on conflict (valid_from, position) do update set
    up_to_ha = excluded.up_to_ha,
    authorities = excluded.authorities,
    legal_basis = excluded.legal_basis,
    certainty = excluded.certainty
