import { expect, test } from 'vitest';
import { accuracyOf, collectionOf, kindOf, measureOf, summaryOf, titleOf } from './draft';
import { en } from './messages/en';
import { fr } from './messages/fr';

/** No-break spaces as plain ones, so that the expectations can be read. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('a parcel shows its area with its margin, a road its length, a stall only how well it is known', () => {
  const parcel = { area_m2: 4_866.1, area_sd_m2: 120, length_m: 450, sigma_m: 1.2 };
  expect(plain(measureOf(parcel, 'fr') ?? '')).toBe('4 866 m² ± 235 m² (95 %)');
  expect(plain(measureOf({ ...parcel, area_sd_m2: null }, 'en') ?? '')).toBe('4,866 m²');
  const road = { area_m2: null, area_sd_m2: null, length_m: 2_345, sigma_m: 1.2 };
  expect(plain(measureOf(road, 'en') ?? '')).toBe('2.35 km');
  expect(plain(measureOf({ ...road, length_m: null, sigma_m: 3 }, 'en') ?? '')).toBe('± 3 m');
  expect(measureOf({ ...road, length_m: null, sigma_m: null }, 'en')).toBeNull();
});

test('the accuracy names passes and held corners where there are some', () => {
  const corner = { at: { lon_deg: -16.9, lat_deg: 14.8 }, sigma_m: 1.2, held_s: 61 };
  const once = { sigma_m: 1.84, pass_count: 1, corners: [] };
  expect(plain(accuracyOf(once, fr, 'fr'))).toBe('± 1,8 m (écart-type d’une position)');
  expect(plain(accuracyOf({ ...once, pass_count: 4 }, en, 'en'))).toBe('± 1.8 m (standard deviation of a position) · 4 passes');
  expect(plain(accuracyOf({ ...once, corners: [corner] }, fr, 'fr'))).toContain(' · 1 sommet tenu');
  expect(accuracyOf({ sigma_m: null, pass_count: null, corners: [] }, fr, 'fr')).toBe('');
  expect(plain(accuracyOf({ ...once, corners: [corner, corner] }, en, 'en'))).toContain(' · 2 corners held');
});

test('a draft is called by its kind and the name that the receiver stored', () => {
  expect(titleOf({ kind: 'market-asset', name: 'PUITS 3' }, fr)).toBe('équipement marchand · PUITS 3');
  expect(titleOf({ kind: 'road', name: null }, en)).toBe('road segment');
});

test('a proposal says what it would do to what', () => {
  expect(summaryOf({ action: 'split', kind: 'parcel', name: null }, fr)).toBe('Morcellement · parcelle');
  expect(summaryOf({ action: 'create', kind: 'parcel', name: 'CHAMP 1' }, en)).toBe('parcel · CHAMP 1');
});

test('each kind is kept in one collection, and the frame is nobody’s to change', () => {
  expect(kindOf(collectionOf('market-asset'))).toBe('market-asset');
  expect(kindOf('departments')).toBeNull();
});
