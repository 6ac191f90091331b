/** Numbers, measures, dates and coordinates as people of either language write them. */
import { epsgOf, toUtm } from './geo/utm';

/** The languages of the interface, the first one first. */
export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
const WEST: Record<Language, string> = { fr: 'O', en: 'W' };
const M2_PER_HA = 10_000;
const M2_PER_KM2 = 1_000_000;

/** A number with at most `digits` decimals. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: digits }).format(value);
}

function fixed(value: number, language: Language, digits: number, useGrouping = true): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping };
  return new Intl.NumberFormat(LOCALE[language], options).format(value);
}

/** An area in the unit that people use for that size: m², ha from one hectare, km² from a hundred. */
export function formatArea(area_m2: number, language: Language): string {
  if (area_m2 >= 100 * M2_PER_KM2) return `${formatNumber(area_m2 / M2_PER_KM2, language, 1)} km²`;
  if (area_m2 >= M2_PER_HA) return `${fixed(area_m2 / M2_PER_HA, language, 2)} ha`;
  return `${formatNumber(area_m2, language, area_m2 < 100 ? 1 : 0)} m²`;
}

/** How many standard deviations to either side hold 95 % of a normal error. */
const SD_OF_95 = 1.96;

/** An area, with the margin that holds its error in 95 of 100 cases where its standard deviation is known. */
export function formatAreaWithin(area_m2: number, sd_m2: number | null, language: Language): string {
  const area = formatArea(area_m2, language);
  return sd_m2 === null ? area : `${area} ±\u00a0${formatArea(SD_OF_95 * sd_m2, language)} (95\u00a0%)`;
}

/** A length in metres, in kilometres from one kilometre. */
export function formatLength(length_m: number, language: Language): string {
  if (length_m >= 1000) return `${fixed(length_m / 1000, language, 2)} km`;
  return `${formatNumber(length_m, language, 1)} m`;
}

/** A file size in bytes, kB or MB (powers of ten). */
export function formatBytes(bytes: number, language: Language): string {
  const unit = language === 'fr' ? 'o' : 'B';
  if (bytes < 1000) return `${bytes} ${unit}`;
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1000, language, 1)} k${unit}`;
  return `${formatNumber(bytes / 1_000_000, language, 1)} M${unit}`;
}

/** A duration in hours, minutes and seconds, without the parts that say nothing. */
export function formatDuration(duration_s: number): string {
  const whole = Math.round(duration_s);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const seconds = whole % 60;
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`;
  if (minutes > 0) return `${minutes} min ${String(seconds).padStart(2, '0')} s`;
  return `${seconds} s`;
}

/** A moment, in UTC: the time of Senegal all year round. */
export function formatTime(rfc3339: string, language: Language): string {
  const moment = new Date(rfc3339);
  if (Number.isNaN(moment.getTime())) return rfc3339;
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(moment);
}

/** A day of the calendar, of a date or of a moment. */
export function formatDay(date: string, language: Language): string {
  const day = new Date(date);
  if (Number.isNaN(day.getTime())) return date;
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
}

/** Degrees with five decimals (about a metre) and the hemisphere, latitude first as people write them. */
export function formatDegrees(lon: number, lat: number, language: Language): string {
  const degrees = (value: number) => `${fixed(Math.abs(value), language, 5)}°`;
  return `${degrees(lat)} ${lat < 0 ? 'S' : 'N'} ${degrees(lon)} ${lon < 0 ? WEST[language] : 'E'}`;
}

/** Easting and northing to the metre with the zone and its EPSG code; `null` where UTM is not defined. */
export function formatUtm(lon: number, lat: number, language: Language): { zone: string; epsg: string; metres: string } | null {
  const utm = toUtm(lon, lat);
  if (!utm) return null;
  return {
    zone: `UTM ${utm.zone}${utm.hemisphere}`,
    epsg: `EPSG:${epsgOf(utm)}`,
    metres: `${formatNumber(utm.easting_m, language)} m E ${formatNumber(utm.northing_m, language)} m N`,
  };
}

/** Groups a NICAD as its decree writes it: `RR D AAA CC SSS PPPPP`. Anything else is left as it is. */
export function formatNicad(nicad: string): string {
  return nicad.replace(/^(\d{2})(\d)(\d{3})(\d{2})(\d{3})(\d{5})$/, '$1 $2 $3 $4 $5 $6');
}

/** Reads a number as typed, with a comma or a point and with spaces; `null` when it is none. */
export function parseNumber(typed: string): number | null {
  const plain = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  return Number(plain);
}
