-- One shape for every layer: what tiles, features, exports and the R-tree read.

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
select 'parcels', id, department_pcode, geometry,
    jsonb_build_object(
        'department', department_pcode, 'commune', commune_id, 'number', number, 'nicad', nicad, 'block', block,
        'land_use', land_use, 'vocation', vocation, 'tenure', tenure, 'tenure_evidence', tenure_evidence,
        'area_m2', round(area_m2::numeric, 1), 'area_sd_m2', area_sd_m2,
        'declared_area_m2', declared_area_m2, 'sigma_m', sigma_m, 'grade', grade, 'survey_method', survey_method,
        'surveyed_on', surveyed_on, 'source', source,
        'external_id', external_id
    )
from parcel
union all
select 'roads', id, department_pcode, geometry,
    jsonb_build_object(
        'department', department_pcode, 'name', name, 'former_name', former_name, 'number', number, 'class', class,
        'surface', surface, 'condition', condition, 'managing_authority', managing_authority, 'width_m', width_m,
        'right_of_way_width_m', right_of_way_width_m, 'sidewalk', sidewalk, 'drain', drain, 'lighting', lighting,
        'direction', direction, 'passability', passability, 'chainage_start_m', chainage_start_m,
        'chainage_end_m', chainage_end_m, 'length_m', round(length_m::numeric, 1),
        'sigma_m', sigma_m, 'grade', grade, 'survey_method', survey_method,
        'surveyed_on', surveyed_on, 'source', source, 'external_id', external_id
    )
from road
union all
select 'markets', id, department_pcode, geometry,
    jsonb_build_object(
        'department', department_pcode, 'name', name, 'kind', kind, 'owner_regime', owner_regime,
        'operator', operator, 'area_m2', round(area_m2::numeric, 1),
        'sigma_m', sigma_m, 'grade', grade, 'survey_method', survey_method,
        'surveyed_on', surveyed_on, 'source', source, 'external_id', external_id
    )
from market
union all
select 'market-assets', id, department_pcode, geometry,
    jsonb_build_object(
        'department', department_pcode, 'market', market_id, 'market_block', block_id, 'code', code,
        'kind', kind, 'construction', construction, 'condition', condition, 'owner_regime', owner_regime,
        'activity', activity, 'water', water, 'electricity', electricity, 'area_m2', round(area_m2::numeric, 1),
        'sigma_m', sigma_m, 'grade', grade, 'survey_method', survey_method,
        'surveyed_on', surveyed_on, 'source', source, 'external_id', external_id
    )
from market_asset
union all
select 'facilities', id, department_pcode, geometry,
    attributes || jsonb_build_object(
        'department', department_pcode, 'kind', kind, 'name', name, 'source', source, 'external_id', external_id
    )
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
        'department', department_pcode, 'kind', kind, 'name', name, 'state', state, 'grade', grade,
        'upload_id', upload_id, 'area_m2', round(area_m2::numeric, 1), 'length_m', round(length_m::numeric, 1),
        'sigma_m', round(sigma_m::numeric, 1), 'epoch_count', epoch_count, 'finding_count', jsonb_array_length(findings)
    )
from draft where state = 'proposed';

comment on view map_feature is 'Every layer in one shape. A constant layer prunes it to one table, whose GiST index serves the geometry.';
comment on column map_feature.layer is 'Collection, or drafts.';
comment on column map_feature.id is 'Identifier of the feature.';
comment on column map_feature.department_pcode is 'Department that it belongs to; null for what lies in none.';
comment on column map_feature.geometry is 'EPSG:4326.';
comment on column map_feature.properties is 'Attributes as features and tiles show them; units are in the names.';
