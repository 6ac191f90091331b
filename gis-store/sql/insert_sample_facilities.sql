insert into facility (id, department_pcode, kind, name, geometry, source, created_by)
select id, $2, kind, name, st_geomfromwkb(wkb, 4326), 'simulation', $6
from unnest($1::uuid[], $3::text[], $4::text[], $5::bytea[]) as sample (id, kind, name, wkb)
