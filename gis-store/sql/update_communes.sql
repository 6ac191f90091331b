-- A commune keeps its name; other spellings join its aliases. Without a geometry in the file it keeps its own.
update commune
set
    ansd_code = n.ansd_code,
    aliases = merged.aliases,
    geometry = case when shape.is_same then old.geometry else shape.geometry end,
    updated_at = now()
from unnest($1::uuid[], $2::bytea[], $3::jsonb[]) as i (id, wkb, columns)
join commune as old on old.id = i.id
cross join lateral jsonb_populate_record(old, i.columns) as n
cross join lateral (
    select old.aliases || coalesce(array_agg(alias order by alias), '{}') as aliases
    from unnest(n.aliases) as alias
    where alias <> all (old.aliases) and alias <> old.name
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
    and (n.ansd_code is distinct from old.ansd_code or merged.aliases <> old.aliases or not shape.is_same)
returning commune.id
