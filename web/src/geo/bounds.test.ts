import { expect, test } from 'vitest';
import { boundsOf, isBounds, isRegional, middleOf } from './bounds';

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

test('a name stands in the middle of a box, and boxes with heights are none of ours', () => {
  expect(middleOf([-17, 14, -16, 15])).toEqual([-16.5, 14.5]);
  expect(isBounds([-17, 14, -16, 15])).toBe(true);
  expect(isBounds([-17, 14, 0, -16, 15, 10])).toBe(false);
  expect(isBounds(undefined)).toBe(false);
});
