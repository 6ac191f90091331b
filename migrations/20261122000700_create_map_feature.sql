-- One shape for every layer: what tiles, features, exports and the R-tree read.

-- What of a row is shown, of the present and of any version alike: columns of the row itself only.
create function parcel_properties(kept parcel) returns jsonb language sql stable parallel safe as $$
    select jsonb_build_object(
        'department', kept.department_pcode, 'commune', kept.commune_id, 'number', kept.number, 'nicad', kept.nicad, 'block', kept.block,
        'land_use', kept.land_use, 'vocation', kept.vocation, 'tenure', kept.tenure, 'tenure_evidence', kept.tenure_evidence,
        'area_m2', round(kept.area_m2::numeric, 1), 'area_sd_m2', kept.area_sd_m2,
        'declared_area_m2', kept.declared_area_m2, 'sigma_m', kept.sigma_m, 'grade', kept.grade, 'survey_method', kept.survey_method,
        'surveyed_on', kept.surveyed_on, 'source', kept.source,
        'external_id', kept.external_id
    )
$$;

comment on function parcel_properties(parcel) is 'Attributes of a row as features show them, of the present and of any version.';

create function road_properties(kept road) returns jsonb language sql stable parallel safe as $$
    select jsonb_build_object(
        'department', kept.department_pcode, 'name', kept.name, 'former_name', kept.former_name, 'number', kept.number, 'class', kept.class,
        'surface', kept.surface, 'condition', kept.condition, 'managing_authority', kept.managing_authority, 'width_m', kept.width_m,
        'right_of_way_width_m', kept.right_of_way_width_m, 'sidewalk', kept.sidewalk, 'drain', kept.drain, 'lighting', kept.lighting,
        'direction', kept.direction, 'passability', kept.passability, 'chainage_start_m', kept.chainage_start_m,
        'chainage_end_m', kept.chainage_end_m, 'length_m', round(kept.length_m::numeric, 1),
        'sigma_m', kept.sigma_m, 'grade', kept.grade, 'survey_method', kept.survey_method,
        'surveyed_on', kept.surveyed_on, 'source', kept.source, 'external_id', kept.external_id
    )
$$;

comment on function road_properties(road) is 'Attributes of a row as features show them, of the present and of any version.';

create function market_properties(kept market) returns jsonb language sql stable parallel safe as $$
    select jsonb_build_object(
        'department', kept.department_pcode, 'name', kept.name, 'kind', kept.kind, 'owner_regime', kept.owner_regime,
        'operator', kept.operator, 'area_m2', round(kept.area_m2::numeric, 1),
        'sigma_m', kept.sigma_m, 'grade', kept.grade, 'survey_method', kept.survey_method,
        'surveyed_on', kept.surveyed_on, 'source', kept.source, 'external_id', kept.external_id
    )
$$;

comment on function market_properties(market) is 'Attributes of a row as features show them, of the present and of any version.';

create function market_asset_properties(kept market_asset) returns jsonb language sql stable parallel safe as $$
    select jsonb_build_object(
        'department', kept.department_pcode, 'market', kept.market_id, 'market_block', kept.block_id, 'code', kept.code,
        'kind', kept.kind, 'construction', kept.construction, 'condition', kept.condition, 'owner_regime', kept.owner_regime,
        'activity', kept.activity, 'water', kept.water, 'electricity', kept.electricity, 'area_m2', round(kept.area_m2::numeric, 1),
        'sigma_m', kept.sigma_m, 'grade', kept.grade, 'survey_method', kept.survey_method,
        'surveyed_on', kept.surveyed_on, 'source', kept.source, 'external_id', kept.external_id
    )
$$;

comment on function market_asset_properties(market_asset) is 'Attributes of a row as features show them, of the present and of any version.';

create function facility_properties(kept facility) returns jsonb language sql stable parallel safe as $$
    select kept.attributes || jsonb_build_object(
        'department', kept.department_pcode, 'kind', kept.kind, 'name', kept.name, 'source', kept.source, 'external_id', kept.external_id
    )
$$;

comment on function facility_properties(facility) is 'Attributes of a row as features show them, of the present and of any version.';

create view map_feature as
select 'departments'::text as layer, id, department_pcode, geometry,
    jsonb_build_object(
        'pcode', pcode, 'name', name, 'region', region, 'region_pcode', region_pcode, 'seat', seat, 'iso_region', iso_region, 'ansd_code', ansd_code,
        'area_km2', area_km2, 'population_2023', population_2023, 'utm_epsg', utm_epsg,
        'sketch', is_sketch, 'boundary_source', boundary_source
    ) as properties
from department
union all
select 'communes', id, department_pcode, geometry,
    jsonb_build_object(
        'department', department_pcode, 'name', name, 'ansd_code', ansd_code, 'aliases', array_to_string(aliases, '; ')
    )
from commune
union all
select 'parcels', id, department_pcode, geometry, parcel_properties(parcel)
from parcel
union all
select 'roads', id, department_pcode, geometry, road_properties(road)
from road
union all
select 'markets', id, department_pcode, geometry, market_properties(market)
from market
union all
select 'market-assets', id, department_pcode, geometry, market_asset_properties(market_asset)
from market_asset
union all
select 'facilities', id, department_pcode, geometry, facility_properties(facility)
from facility
union all
select 'tracks', id, department_pcode, geometry,
    jsonb_build_object(
        'department', department_pcode, 'upload_id', upload_id, 'started_at', started_at, 'ended_at', ended_at,
        'length_m', round(length_m::numeric, 1), 'epoch_count', epoch_count
    )
from track
union all
select 'drafts', id, department_pcode, geometry,
    jsonb_build_object(
        'department', department_pcode, 'kind', kind, 'action', action, 'name', name, 'state', state, 'grade', grade,
        'upload_id', upload_id, 'area_m2', round(area_m2::numeric, 1), 'length_m', round(length_m::numeric, 1),
        'sigma_m', round(sigma_m::numeric, 1), 'epoch_count', epoch_count, 'finding_count', jsonb_array_length(findings)
    )
from draft where state = 'submitted';

comment on view map_feature is 'Every layer in one shape. A constant layer prunes it to one table, whose GiST index serves the geometry.';
comment on column map_feature.layer is 'Collection, or drafts.';
comment on column map_feature.id is 'Identifier of the feature.';
comment on column map_feature.department_pcode is 'Department that it belongs to; null for what lies in none.';
comment on column map_feature.geometry is 'EPSG:4326.';
comment on column map_feature.properties is 'Attributes as features and tiles show them; units are in the names.';
