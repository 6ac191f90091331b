/** The attributes of a feature as a person reads them: in order, with units, codes by their labels. */
import type { Department } from './stores/register.svelte';
import { formatArea, formatLength, formatNicad, formatNumber, type Language } from './format';
import type { Attribute, Identified, LayerId } from './map/layers';
import type { Messages } from './messages/fr';

/** A line of the attribute table. */
export interface Row {
  key: string;
  label: string;
  value: string;
}

/** What labels and numbers depend on. */
export interface Reading {
  t: Messages;
  language: Language;
  departments: Department[];
  label(list: string, code: string): string;
  /** What a feature is called that another one names; `null` while that is not known. */
  nameOf(collection: 'communes' | 'markets', id: string): string | null;
  /** What a block of a market is called; `null` while that is not known. */
  blockOf(market: string, block: string): string | null;
}

/** The code list that explains an attribute, by layer. */
export const CODE_LISTS: Partial<Record<LayerId, Record<string, string>>> = {
  parcels: {
    land_use: 'land_use', vocation: 'land_use', tenure: 'tenure', tenure_evidence: 'source_kind', survey_method: 'survey_method',
  },
  roads: {
    class: 'road_class', surface: 'road_surface', condition: 'condition', managing_authority: 'managing_authority',
    sidewalk: 'sidewalk', drain: 'drain', lighting: 'lighting', direction: 'direction', passability: 'passability',
    survey_method: 'survey_method',
  },
  markets: { kind: 'market_kind', owner_regime: 'owner_regime', survey_method: 'survey_method' },
  'market-assets': {
    kind: 'asset_kind', condition: 'condition', construction: 'construction', owner_regime: 'owner_regime',
    survey_method: 'survey_method',
  },
  facilities: { kind: 'facility_kind' },
};

/** Attributes in the order in which they are read; others follow as they come. */
const ORDER = [
  'name', 'number', 'code', 'kind', 'market', 'market_block', 'former_name', 'nicad', 'block', 'class', 'surface', 'condition', 'land_use', 'vocation',
  'tenure', 'tenure_evidence', 'activity', 'construction', 'owner_regime', 'operator', 'water', 'electricity',
  'area_m2', 'declared_area_m2', 'length_m', 'chainage_start_m', 'chainage_end_m', 'width_m',
  'right_of_way_width_m', 'sidewalk', 'drain', 'lighting', 'direction', 'passability', 'managing_authority', 'pcode', 'ansd_code', 'region', 'seat',
  'population_2023', 'area_km2', 'sketch', 'sigma_m', 'grade', 'survey_method', 'surveyed_on', 'epoch_count', 'commune', 'department', 'source',
];
/** Shown elsewhere, or of no use to a reader. */
export const LEFT_OUT = new Set(['id', 'upload_id', 'finding_count', 'external_id', 'state', 'iso_region', 'utm_epsg', 'version']);

function position(key: string): number {
  const index = ORDER.indexOf(key);
  return index < 0 ? ORDER.length : index;
}

function labelOf(feature: Identified, key: string, t: Messages): string {
  if (feature.layer === 'drafts' && feature.properties['kind'] === 'parcel' && key === 'length_m') return t.attribute.perimeter_m;
  return attributeName(key, t);
}

function measure(key: string, value: number, { language }: Reading): string {
  if (key.endsWith('_m2')) return formatArea(value, language);
  if (key === 'area_km2') return `${formatNumber(value, language, 1)} km²`;
  if (key === 'sigma_m') return `± ${formatLength(value, language)}`;
  if (key.endsWith('_m')) return formatLength(value, language);
  return formatNumber(value, language, 2);
}

function word(feature: Identified, key: string, value: string, reading: Reading): string | null {
  const list = CODE_LISTS[feature.layer]?.[key];
  if (list) return reading.label(list, value);
  if (key === 'kind' && feature.layer === 'drafts') return (reading.t.kind as Record<string, string>)[value] ?? value;
  if (key === 'source') return (reading.t.source as Record<string, string>)[value] ?? value;
  if (key === 'commune') return reading.nameOf('communes', value);
  if (key === 'market') return reading.nameOf('markets', value);
  if (key === 'market_block') return reading.blockOf(String(feature.properties['market'] ?? ''), value);
  if (key === 'department') return reading.departments.find(({ pcode }) => pcode === value)?.name ?? value;
  return key === 'nicad' ? formatNicad(value) : value;
}

function valueOf(feature: Identified, key: string, value: Attribute, reading: Reading): string | null {
  if (value === null || value === '') return null;
  if (key === 'sketch') return value === true ? reading.t.legend.sketch : null;
  if (typeof value === 'boolean') return value ? reading.t.yes : reading.t.no;
  if (typeof value === 'number') return measure(key, value, reading);
  return word(feature, key, String(value), reading);
}

/** One attribute as a person reads it; `null` when there is nothing to read. */
export function readOne(layer: LayerId, key: string, value: unknown, reading: Reading): Row | null {
  const feature = { layer, id: '', properties: {} };
  const text = valueOf(feature, key, isAttribute(value) ? value : JSON.stringify(value), reading);
  return text === null ? null : { key, label: labelOf(feature, key, reading.t), value: text };
}

/** What an attribute is called. */
export const attributeName = (key: string, t: Messages): string => (t.attribute as Record<string, string>)[key] ?? key;

const isAttribute = (value: unknown): value is Attribute => value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** A line of a table of changes. */
export interface Change {
  key: string;
  label: string;
  from: string | null;
  to: string | null;
}

/** What differs between two sets of attributes, in the order in which attributes are read. */
export function changesBetween(
  layer: LayerId,
  from: Record<string, unknown>,
  to: Record<string, unknown>,
  reading: Reading,
): Change[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => !LEFT_OUT.has(key)).sort((a, b) => position(a) - position(b));
  return keys.flatMap((key) => {
    const [before, after] = [from, to].map((side) => readOne(layer, key, side[key] ?? null, reading)?.value ?? null);
    return before === after ? [] : [{ key, label: attributeName(key, reading.t), from: before ?? null, to: after ?? null }];
  });
}

/** The attribute table of a feature. What is not known has no line. */
export function rowsOf(feature: Identified, reading: Reading): Row[] {
  return Object.entries(feature.properties)
    .filter(([key]) => !LEFT_OUT.has(key))
    .sort(([a], [b]) => position(a) - position(b))
    .flatMap(([key, attribute]) => {
      const value = valueOf(feature, key, attribute, reading);
      return value === null ? [] : [{ key, label: labelOf(feature, key, reading.t), value }];
    });
}
