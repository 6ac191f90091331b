/**
 * Positions as people type them, one a line: degrees with the latitude first, as the map shows them, or metres in UTM
 * with the easting first.
 */
import type { Position } from 'geojson';
import { fromUtm, utmZone } from './utm';

const NUMBER = /[+-]?\d+(?:[.,]\d+)?/g;
/** Larger numbers are metres. */
const MAX_DEGREES = 180;

/** The position of a line, or `null` when it is none; metres are in the UTM zone of `near_lon`. */
export function parsePosition(line: string, near_lon: number): Position | null {
  const [first, second, ...rest] = (line.match(NUMBER) ?? []).map((text) => Number(text.replace(',', '.')));
  if (first === undefined || second === undefined || rest.length > 0) return null;
  if (Math.abs(first) > MAX_DEGREES || Math.abs(second) > MAX_DEGREES) {
    return fromUtm({ zone: utmZone(near_lon), hemisphere: 'N', easting_m: first, northing_m: second });
  }
  const lat = /\d°?\s*S\b/i.test(line) ? -first : first;
  const lon = /\d°?\s*[OW]\b/i.test(line) ? -Math.abs(second) : second;
  return Math.abs(lat) <= 90 ? [lon, lat] : null;
}

/** Positions of all lines that say one, and the first line that says none. */
export function parsePositions(text: string, near_lon: number): { positions: Position[]; wrong: string | null } {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map((line) => parsePosition(line, near_lon));
  const wrong = parsed.indexOf(null);
  return { positions: parsed.filter((position) => position !== null), wrong: wrong < 0 ? null : (lines[wrong] ?? null) };
}

/** A position as it can be typed: latitude and longitude with seven decimals, about a centimetre. */
export const typedPosition = ([lon = 0, lat = 0]: Position): string => `${lat.toFixed(7)} ${lon.toFixed(7)}`;
