import { expect, test } from 'vitest';
import { boundsOf, isRegional, labelPoint } from './bounds';

const square = (west: number, south: number, side: number) => [
  [
    [west, south],
    [west + side, south],
    [west + side, south + side],
    [west, south + side],
    [west, south],
  ],
];

test('the box holds points, lines and multipolygons alike', () => {
  const box = boundsOf([
    { type: 'Point', coordinates: [-16, 14] },
    { type: 'LineString', coordinates: [[-17, 14.5], [-16.5, 15]] },
    { type: 'MultiPolygon', coordinates: [square(-15, 13, 1)] },
  ]);
  expect(box).toEqual([-17, 13, -14, 15]);
});

test('no geometry has no box', () => {
  expect(boundsOf([])).toBeNull();
  expect(boundsOf([{ type: 'MultiPoint', coordinates: [] }])).toBeNull();
});

test('a box of the world is no place to open the map', () => {
  expect(isRegional([-17.5, 13.8, -15.6, 16.2])).toBe(true);
  expect(isRegional([-180, -85, 180, 85])).toBe(false);
  expect(isRegional([-17, 14, -17, 14])).toBe(false);
  expect(isRegional([])).toBe(false);
});

test('a name stands in the middle of the largest part', () => {
  const [lon, lat] = labelPoint({ type: 'MultiPolygon', coordinates: [square(0, 0, 1), square(10, 10, 4)] }) ?? [];
  expect(lon).toBeCloseTo(12, 9);
  expect(lat).toBeCloseTo(12, 9);
  expect(labelPoint({ type: 'Point', coordinates: [1, 2] })).toBeNull();
});
