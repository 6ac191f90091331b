import { expect, test } from 'vitest';
import { measureOf } from './draft';

test('a parcel shows its area, a road its length, a stall only how well it is known', () => {
  expect(measureOf({ area_m2: 12_500, length_m: 450, sigma_m: 1.2 }, 'fr')).toBe('1,25 ha · ± 1,2 m');
  expect(measureOf({ area_m2: null, length_m: 2_345, sigma_m: 1.2 }, 'en')).toBe('2.35 km · ± 1.2 m');
  expect(measureOf({ area_m2: null, length_m: null, sigma_m: 3 }, 'en')).toBe('± 3 m');
});
