insert into processing_purpose (
    code, name_fr, name_en, legal_basis, data_categories, recipients, keep_years, keep_from, certainty
)
select
    row ->> 'code', row -> 'name' ->> 'fr', row -> 'name' ->> 'en', row ->> 'legal_basis', row ->> 'data_categories',
    row ->> 'recipients', (row ->> 'keep_years')::integer, row ->> 'keep_from', row ->> 'certainty'
from jsonb_array_elements($1::jsonb) as row
on conflict (code) do update set
    name_fr = excluded.name_fr,
    name_en = excluded.name_en,
    legal_basis = excluded.legal_basis,
    data_categories = excluded.data_categories,
    recipients = excluded.recipients,
    keep_years = excluded.keep_years,
    keep_from = excluded.keep_from,
    certainty = excluded.certainty
