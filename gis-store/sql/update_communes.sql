-- Only a file that knows a commune by its identifier brings a name; the old name and other spellings join the
-- aliases. Without a geometry in the file it keeps its own.
update commune
set
    name = n.name,
    ansd_code = n.ansd_code,
    aliases = merged.aliases,
    geometry = case when shape.is_same then old.geometry else shape.geometry end,
    updated_at = now()
from unnest($1::uuid[], $2::bytea[], $3::jsonb[]) as i (id, wkb, columns)
join commune as old on old.id = i.id
cross join lateral jsonb_populate_record(old, i.columns) as n
cross join lateral (
    select array_remove(old.aliases, n.name) || coalesce(array_agg(distinct alias order by alias), '{}') as aliases
    from unnest(n.aliases || old.name) as alias
    where alias <> all (old.aliases) and alias <> n.name
) as merged
cross join lateral (
    select
        new.geometry,
        new.geometry is null
        or (
            old.geometry is not null
            and st_normalize(st_snaptogrid(st_multi(old.geometry), 1e-9)) = st_normalize(st_snaptogrid(st_multi(new.geometry), 1e-9))
        ) as is_same
    from (select st_geomfromwkb(i.wkb, 4326) as geometry) as new
) as shape
where commune.id = old.id
    and (n.name <> old.name or n.ansd_code is distinct from old.ansd_code or merged.aliases <> old.aliases or not shape.is_same)
returning commune.id
