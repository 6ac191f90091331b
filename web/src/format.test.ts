import { expect, test } from 'vitest';
import {
  formatArea, formatAreaWithin, formatBytes, formatDegrees, formatDuration, formatLength, formatNicad, formatTime, formatUtm, parseNumber,
} from './format';

/** No-break spaces as plain ones, so that the expectations can be read. */
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, ' ');

test('an area takes the unit that fits its size', () => {
  expect(plain(formatArea(312.4, 'fr'))).toBe('312 m²');
  expect(plain(formatArea(24.36, 'fr'))).toBe('24,4 m²');
  expect(plain(formatArea(12_500, 'fr'))).toBe('1,25 ha');
  expect(plain(formatArea(12_500, 'en'))).toBe('1.25 ha');
  expect(plain(formatArea(1_602_900_000, 'fr'))).toBe('1 602,9 km²');
});

test('an area with its margin: 1.96 standard deviations, each in the unit that fits', () => {
  expect(plain(formatAreaWithin(4_866, 120, 'fr'))).toBe('4 866 m² ± 235 m² (95 %)');
  expect(plain(formatAreaWithin(25_400, 310, 'fr'))).toBe('2,54 ha ± 608 m² (95 %)');
  expect(plain(formatAreaWithin(2_540_000, 31_000, 'en'))).toBe('254.00 ha ± 6.08 ha (95 %)');
  expect(plain(formatAreaWithin(312, null, 'en'))).toBe('312 m²');
});

test('a length takes kilometres from one kilometre', () => {
  expect(plain(formatLength(83.46, 'fr'))).toBe('83,5 m');
  expect(plain(formatLength(2345, 'en'))).toBe('2.35 km');
});

test('coordinates read as people write them in each language', () => {
  expect(plain(formatDegrees(-16.926, 14.791, 'fr'))).toBe('14,79100° N 16,92600° O');
  expect(plain(formatDegrees(-16.926, 14.791, 'en'))).toBe('14.79100° N 16.92600° W');
  expect(plain(formatDegrees(2, -3, 'en'))).toBe('3.00000° S 2.00000° E');
});

test('UTM names its zone and code and rounds to the metre', () => {
  const utm = formatUtm(-16.926, 14.791, 'fr');
  expect(utm?.zone).toBe('UTM 28N');
  expect(utm?.epsg).toBe('EPSG:32628');
  expect(plain(utm?.metres)).toBe('292 707 m E 1 636 100 m N');
  expect(formatUtm(-11, 13, 'fr')?.epsg).toBe('EPSG:32629');
  expect(formatUtm(0, 89, 'fr')).toBeNull();
});

test('sizes, durations and moments are short', () => {
  expect(plain(formatBytes(1_234_567, 'fr'))).toBe('1,2 Mo');
  expect(plain(formatBytes(999, 'en'))).toBe('999 B');
  expect(formatDuration(59)).toBe('59 s');
  expect(formatDuration(125)).toBe('2 min 05 s');
  expect(formatDuration(7261)).toBe('2 h 01 min');
  expect(plain(formatTime('2026-03-01T10:05:00Z', 'fr'))).toContain('10:05');
  expect(formatTime('soon', 'fr')).toBe('soon');
});

test('a NICAD is grouped, and what is none is left alone', () => {
  expect(formatNicad('0720030100100042')).toBe('07 2 003 01 001 00042');
  expect(formatNicad('12')).toBe('12');
});

test('numbers are read with a comma or a point', () => {
  expect(parseNumber('1 250,5')).toBe(1250.5);
  expect(parseNumber(' 7.25 ')).toBe(7.25);
  expect(parseNumber('12a')).toBeNull();
  expect(parseNumber('')).toBeNull();
});
