import { expect, test } from 'vitest';
import { changesBetween, type Reading, rowsOf } from './attributes';
import type { Identified } from './map/layers';
import { fr } from './messages/fr';

const reading: Reading = {
  t: fr,
  language: 'fr',
  departments: [{ pcode: 'SN1302', name: 'Thiès', bounds: null, sketch: true }],
  label: (list, code) => `${list}:${code}`,
  nameOf: (collection, id) => (id === 'unknown' ? null : `${collection}:${id}`),
  blockOf: (market, block) => `${market}/${block}`,
};
const lines = (feature: Identified) =>
  rowsOf(feature, reading).map(({ label, value }) => `${label} = ${value.replace(/[\u00a0\u202f]/g, ' ')}`);

test('a parcel reads in order, with units and labels', () => {
  const properties = {
    id: '1', department: 'SN1302', land_use: 'residential', area_m2: 312.4, number: 'P-12', nicad: '0720030100100042',
    declared_area_m2: null, source: 'simulation',
  };
  expect(lines({ layer: 'parcels', id: '1', properties })).toEqual([
    'Numéro = P-12',
    'NICAD = 07 2 003 01 001 00042',
    'Usage = land_use:residential',
    'Superficie mesurée = 312 m²',
    'Département = Thiès',
    'Origine = donnée d’exemple',
  ]);
});

test('the length of a parcel draft is its perimeter', () => {
  const properties = { id: '1', kind: 'parcel', length_m: 88, sigma_m: 2.1, finding_count: 1 };
  expect(lines({ layer: 'drafts', id: '1', properties })).toEqual(['Type = parcelle', 'Périmètre = 88 m', 'Précision = ± 2,1 m']);
});

test('an attribute that nobody foresaw is shown as it is', () => {
  const properties = { id: '1', kind: 'well', depth_m: 42, owner_note: 'forage' };
  expect(lines({ layer: 'facilities', id: '1', properties })).toEqual([
    'Type = facility_kind:well', 'depth_m = 42 m', 'owner_note = forage',
  ]);
});

test('a boundary that is only a sketch says so, an official one says nothing', () => {
  expect(lines({ layer: 'departments', id: '1', properties: { sketch: true } })).toEqual([`Limite = ${fr.legend.sketch}`]);
  expect(lines({ layer: 'departments', id: '1', properties: { sketch: false } })).toEqual([]);
});

test('what differs between two states is read in order, and what is gone has no value', () => {
  const from = { land_use: 'residential', number: 'P-1', declared_area_m2: 300, version: 1 };
  const to = { land_use: 'commercial', number: 'P-1', block: 'B', version: 2 };
  const plain = (text: string | null) => text?.replace(/[\u00a0\u202f]/g, ' ') ?? null;
  const changes = changesBetween('parcels', from, to, reading).map((change) => [change.label, plain(change.from), plain(change.to)]);
  expect(changes).toEqual([
    ['Îlot', null, 'B'],
    ['Usage', 'land_use:residential', 'land_use:commercial'],
    ['Superficie déclarée', '300 m²', null],
  ]);
});

test('what names another feature shows that one’s name, and nothing while it is not known', () => {
  const properties = { id: '1', code: 'A-001', market: 'm', market_block: 'b', commune: 'unknown' };
  expect(lines({ layer: 'market-assets', id: '1', properties })).toEqual([
    'Code = A-001', 'Marché = markets:m', 'Îlot du marché = m/b',
  ]);
});
