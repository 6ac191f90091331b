/** What a draft says of itself in one line. */
import type { Draft } from './api/client';
import { formatAreaWithin, formatLength, type Language } from './format';
import type { Messages } from './messages/fr';

/** Area or length, whichever the kind has; what has neither, how well it is known. */
export function measureOf(draft: Pick<Draft, 'area_m2' | 'area_sd_m2' | 'length_m' | 'sigma_m'>, language: Language): string {
  const { area_m2, area_sd_m2, length_m, sigma_m } = draft;
  if (area_m2 !== null) return formatAreaWithin(area_m2, area_sd_m2, language);
  return length_m === null ? `± ${formatLength(sigma_m, language)}` : formatLength(length_m, language);
}

/** How well its positions are known, and what that rests on besides. */
export function accuracyOf(draft: Pick<Draft, 'sigma_m' | 'pass_count' | 'corners'>, t: Messages, language: Language): string {
  const { sigma_m, pass_count, corners } = draft;
  return [
    t.draft.sigma(formatLength(sigma_m, language)),
    pass_count > 1 ? t.draft.passes(pass_count) : null,
    corners.length > 0 ? t.draft.corners(corners.length) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** What it would become, with the name that the receiver stored. */
export function titleOf({ kind, name }: Pick<Draft, 'kind' | 'name'>, t: Messages): string {
  return name === null ? t.kind[kind] : `${t.kind[kind]} · ${name}`;
}
