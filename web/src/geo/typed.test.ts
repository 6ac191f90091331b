import { expect, test } from 'vitest';
import { parsePosition, parsePositions, typedPosition } from './typed';

test('degrees are read as the map shows them, latitude first', () => {
  expect(parsePosition('14,79123° N 16,92345° O', -17)).toEqual([-16.92345, 14.79123]);
  expect(parsePosition('14.79123 -16.92345', -17)).toEqual([-16.92345, 14.79123]);
  expect(parsePosition('14.79123° N; 16.92345° W', -17)).toEqual([-16.92345, 14.79123]);
});

test('metres are read in the zone of the place, easting first', () => {
  const [lon = NaN, lat = NaN] = parsePosition('292706,6878 1636099,5871', -16.9) ?? [];
  expect(lon).toBeCloseTo(-16.926, 8);
  expect(lat).toBeCloseTo(14.791, 8);
});

test('the first line that says no position is named', () => {
  expect(parsePositions('14.1 -16.1\n\nici\n14.2', -17)).toEqual({ positions: [[-16.1, 14.1]], wrong: 'ici' });
  expect(parsePosition('95 10', 0)).toBeNull();
});

test('a position is written as it is read', () => {
  expect(typedPosition([-16.9234567, 14.7912345])).toBe('14.7912345 -16.9234567');
  expect(parsePosition(typedPosition([-16.5, 14.25]), 0)).toEqual([-16.5, 14.25]);
});
