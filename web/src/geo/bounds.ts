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

/** Signed area of a ring and its centroid, in square degrees: good enough to place a name. */
function ringCentroid(ring: Position[]): { area: number; at: Position } {
  let area = 0;
  let lonSum = 0;
  let latSum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [lonA = 0, latA = 0] = ring[i] ?? [];
    const [lonB = 0, latB = 0] = ring[i + 1] ?? [];
    const cross = lonA * latB - lonB * latA;
    area += cross / 2;
    lonSum += (lonA + lonB) * cross;
    latSum += (latA + latB) * cross;
  }
  return { area: Math.abs(area), at: area === 0 ? (ring[0] ?? [0, 0]) : [lonSum / (6 * area), latSum / (6 * area)] };
}

/** Centroid of the largest outer ring of an area; `null` for points and lines. */
export function labelPoint(geometry: Geometry): Position | null {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return null;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const centroids = polygons.flatMap((rings) => (rings[0] ? [ringCentroid(rings[0])] : []));
  centroids.sort((a, b) => b.area - a.area);
  return centroids[0]?.at ?? null;
}
