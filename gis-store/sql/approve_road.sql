insert into road (
    id, department_pcode, name, number, class, surface, condition, managing_authority, width_m, length_m, geometry,
    source, created_by
)
select
    $1, $2, $3::jsonb ->> 'name', $3 ->> 'number', coalesce($3 ->> 'class', 'unclassified'), $3 ->> 'surface',
    $3 ->> 'condition', $3 ->> 'managing_authority', ($3 ->> 'width_m')::double precision, length_m,
    st_multi(geometry), 'survey', $4
from draft
where id = $5
