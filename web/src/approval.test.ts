import { expect, test } from 'vitest';
import { approvalOf, faultOf, FIELDS } from './approval';

const field = (kind: keyof typeof FIELDS, key: string) => {
  const found = FIELDS[kind].find((candidate) => candidate.key === key);
  if (!found) throw new Error(key);
  return found;
};

test('what was left empty is left out of the request', () => {
  expect(approvalOf('parcel', { land_use: '', nicad: ' ', declared_area_m2: '' }, '')).toEqual({ attributes: {} });
});

test('numbers are sent as numbers and the department only when chosen', () => {
  expect(approvalOf('parcel', { declared_area_m2: '1 250,5', land_use: 'residential' }, 'SN1302')).toEqual({
    attributes: { land_use: 'residential', declared_area_m2: 1250.5 },
    department: 'SN1302',
  });
});

test('a NICAD may be typed in groups, a road number in small letters', () => {
  expect(faultOf(field('parcel', 'nicad'), '07 2 003 01 001 00042')).toBeNull();
  expect(faultOf(field('parcel', 'nicad'), '0720030')).toBe('notANicad');
  expect(faultOf(field('road', 'number'), 'RN 2')).toBe('notARoadNumber');
  expect(approvalOf('road', { number: 'd 710b' }, '').attributes).toEqual({ number: 'D710B' });
});

test('a measure must be a positive number', () => {
  expect(faultOf(field('road', 'width_m'), '7,5')).toBeNull();
  expect(faultOf(field('road', 'width_m'), '-1')).toBe('notANumber');
  expect(faultOf(field('road', 'width_m'), 'large')).toBe('notANumber');
});
