/** What a draft says of itself in one line. */
import type { Draft } from './api/client';
import { formatArea, formatLength, type Language } from './format';

/** Area or length, whichever the kind has, and the accuracy of a position. */
export function measureOf(draft: Pick<Draft, 'area_m2' | 'length_m' | 'sigma_m'>, language: Language): string {
  const { area_m2, length_m, sigma_m } = draft;
  const length = length_m === null ? null : formatLength(length_m, language);
  const size = area_m2 === null ? length : formatArea(area_m2, language);
  return [size, `± ${formatLength(sigma_m, language)}`].filter((part) => part !== null).join(' · ');
}
