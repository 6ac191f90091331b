import { expect, test } from 'vitest';
import { epsgOf, fromUtm, toUtm, utmZone } from './utm';

/** Longitude, latitude, EPSG code, easting and northing as PROJ's `cs2cs` gives them. */
const KNOWN: [number, number, number, number, number][] = [
  [-16.926, 14.791, 32628, 292706.6878, 1636099.5871],
  [-17.45, 14.67, 32628, 236136.526, 1623256.4004],
  [-16.0, 14.15, 32628, 392074.778, 1564545.9217],
  [-15.0, 0.0, 32628, 500000.0, 0.0],
  [-12.3, 16.1, 32628, 788824.204, 1781885.0771],
  [-17.9, 12.4, 32628, 184658.6782, 1372500.2502],
  [-11.5, 12.9, 32629, 228710.4277, 1427399.0912],
  [-9.2, 15.5, 32629, 478549.2455, 1713639.4413],
  [151.2, -33.9, 32756, 333568.941, 6247473.3368],
];

test.each(KNOWN)('%f, %f projects as PROJ projects it', (lon, lat, epsg, easting, northing) => {
  const utm = toUtm(lon, lat);
  if (!utm) throw new Error('within UTM');
  expect(epsgOf(utm)).toBe(epsg);
  expect(Math.abs(utm.easting_m - easting)).toBeLessThan(0.001);
  expect(Math.abs(utm.northing_m - northing)).toBeLessThan(0.001);
});

test.each(KNOWN)('and %f, %f comes back within a micrometre', (lon, lat) => {
  const utm = toUtm(lon, lat);
  const [backLon = NaN, backLat = NaN] = utm ? fromUtm(utm) : [];
  expect(Math.abs(backLon - lon)).toBeLessThan(1e-11);
  expect(Math.abs(backLat - lat)).toBeLessThan(1e-11);
});

test('the zone follows the longitude, around the globe too', () => {
  expect([-18, -12.0001, -12, 11.9, 180, -180].map(utmZone)).toEqual([28, 28, 29, 32, 1, 1]);
  expect(utmZone(-16.9 + 360)).toBe(28);
});

test('near the poles there is no UTM', () => {
  expect(toUtm(0, 85)).toBeNull();
  expect(toUtm(0, -81)).toBeNull();
  expect(toUtm(NaN, 10)).toBeNull();
});
