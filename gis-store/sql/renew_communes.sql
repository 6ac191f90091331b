insert into commune (id, department_pcode, name, ansd_code, aliases)
select id, department_pcode, name, ansd_code, aliases
from jsonb_to_recordset($1::jsonb) as built_in (
    id uuid, department_pcode text, name text, ansd_code text, aliases text[]
)
on conflict (department_pcode, name) do update set
    ansd_code = coalesce(excluded.ansd_code, commune.ansd_code), aliases = excluded.aliases, updated_at = now()
where commune.geometry is null
    and (commune.ansd_code, commune.aliases)
    is distinct from (coalesce(excluded.ansd_code, commune.ansd_code), excluded.aliases)
