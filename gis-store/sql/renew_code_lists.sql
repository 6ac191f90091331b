insert into code_list (list, code, position, label_fr, label_en, aliases, attributes)
select list, code, position, label_fr, label_en, aliases, attributes
from jsonb_to_recordset($1::jsonb) as built_in (
    list text, code text, position smallint, label_fr text, label_en text, aliases text[], attributes jsonb
)
on conflict (list, code) do update set
    position = excluded.position, label_fr = excluded.label_fr, label_en = excluded.label_en,
    aliases = excluded.aliases, attributes = excluded.attributes
where (code_list.position, code_list.label_fr, code_list.label_en, code_list.aliases, code_list.attributes)
    is distinct from (excluded.position, excluded.label_fr, excluded.label_en, excluded.aliases, excluded.attributes)
