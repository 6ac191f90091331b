/** Boxes around geometries and the point where an area carries its name. Degrees, longitude before latitude. */
import type { Geometry, Position } from 'geojson';

/** West, south, east, north in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** Senegal: where the map opens when nothing better is known. */
export const SENEGAL: Bounds = [-17.6, 12.25, -11.3, 16.75];

function* positions(geometry: Geometry): Generator<Position> {
  if (geometry.type === 'GeometryCollection') {
    for (const part of geometry.geometries) yield* positions(part);
    return;
  }
  let level: unknown[] = geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates;
  while (Array.isArray((level[0] as unknown[] | undefined)?.[0])) level = level.flat(1) as unknown[];
  yield* level as Position[];
}

/** The box around all geometries; `null` when there is no position at all. */
export function boundsOf(geometries: Iterable<Geometry>): Bounds | null {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) {
    for (const [lon = NaN, lat = NaN] of positions(geometry)) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  }
  return box.every(Number.isFinite) ? box : null;
}

/** Whether a box is worth opening a map of a few departments on: finite, not empty, not half the world. */
export function isRegional(box: readonly number[]): box is Bounds {
  const [west = NaN, south = NaN, east = NaN, north = NaN] = box;
  return east > west && north > south && east - west < 20 && north - south < 20;
}

/** Whether a GeoJSON `bbox` is one of two dimensions. */
export const isBounds = (bbox: readonly number[] | null | undefined): bbox is Bounds => bbox?.length === 4 && bbox.every(Number.isFinite);

/** The middle of a box, where an area carries its name. */
export const middleOf = ([west, south, east, north]: Bounds): Position => [(west + east) / 2, (south + north) / 2];
