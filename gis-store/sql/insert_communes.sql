insert into commune (id, department_pcode, name, ansd_code, aliases, geometry)
select i.id, i.department_pcode, n.name, n.ansd_code, coalesce(n.aliases, '{}'), st_geomfromwkb(i.wkb, 4326)
from unnest($1::uuid[], $2::text[], $3::bytea[], $4::jsonb[]) as i (id, department_pcode, wkb, columns)
cross join lateral jsonb_populate_record(null::commune, i.columns) as n
