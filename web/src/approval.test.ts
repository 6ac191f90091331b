import { expect, test } from 'vitest';
import { approvalOf, changesOf, faultOf, FIELDS, typedOf } from './approval';

const field = (kind: keyof typeof FIELDS, key: string) => {
  const found = FIELDS[kind].find((candidate) => candidate.key === key);
  if (!found) throw new Error(key);
  return found;
};
const parcel = { kind: 'parcel', attributes: {} } as const;

test('what was left empty is left out of the request', () => {
  expect(approvalOf(parcel, { land_use: '', nicad: ' ', declared_area_m2: '' }, '', { overlap: ' ' })).toEqual({ attributes: {} });
});

test('numbers are sent as numbers and the department only when chosen', () => {
  expect(approvalOf(parcel, { declared_area_m2: '1 250,5', land_use: 'residential' }, 'SN1302', {})).toEqual({
    attributes: { land_use: 'residential', declared_area_m2: 1250.5 },
    department: 'SN1302',
  });
});

test('each warning takes its answer along', () => {
  const answers = { overlap: ' Bornes vérifiées sur place. ' };
  expect(approvalOf(parcel, {}, '', answers).answers).toEqual({ overlap: 'Bornes vérifiées sur place.' });
});

test('only what differs from what is known is a change, and what was emptied is none any more', () => {
  const known = { code: 'A12', kind: 'lockup_stall', water: true, condition: 'good', external_id: 7 };
  const typed = typedOf('market-asset', known);
  expect(typed).toEqual({ code: 'A12', kind: 'lockup_stall', condition: 'good', activity: '', construction: '', owner_regime: '', water: 'true', electricity: '' });
  expect(changesOf('market-asset', known, typed)).toEqual({});
  expect(changesOf('market-asset', known, { ...typed, condition: '', water: 'false', activity: ' Tissus ' })).toEqual({
    condition: null,
    water: false,
    activity: 'Tissus',
  });
});

test('a NICAD may be typed in groups, a road number in small letters', () => {
  expect(faultOf(field('parcel', 'nicad'), '07 2 003 01 001 00042')).toBeNull();
  expect(faultOf(field('parcel', 'nicad'), '0720030')).toBe('notANicad');
  expect(faultOf(field('road', 'number'), 'RN 2')).toBe('notARoadNumber');
  expect(changesOf('road', {}, { number: 'd 710b' })).toEqual({ number: 'D710B' });
});

test('a measure must be a positive number', () => {
  expect(faultOf(field('road', 'width_m'), '7,5')).toBeNull();
  expect(faultOf(field('road', 'width_m'), '-1')).toBe('notANumber');
  expect(faultOf(field('road', 'width_m'), 'large')).toBe('notANumber');
});
