/** What a draft says of itself in one line. */
import type { Draft, FeatureKind } from './api/client';
import { formatAreaWithin, formatLength, type Language } from './format';
import type { LayerId } from './map/layers';
import type { Messages } from './messages/fr';

/** Area or length, whichever the kind has; what has neither, how well it is known; `null` when nothing was measured. */
export function measureOf(draft: Pick<Draft, 'area_m2' | 'area_sd_m2' | 'length_m' | 'sigma_m'>, language: Language): string | null {
  const { area_m2, area_sd_m2, length_m, sigma_m } = draft;
  if (area_m2 !== null) return formatAreaWithin(area_m2, area_sd_m2, language);
  if (length_m !== null) return formatLength(length_m, language);
  return sigma_m === null ? null : `± ${formatLength(sigma_m, language)}`;
}

/** How well its positions are known, and what that rests on besides; empty for what nobody surveyed. */
export function accuracyOf(draft: Pick<Draft, 'sigma_m' | 'pass_count' | 'corners'>, t: Messages, language: Language): string {
  const { sigma_m, pass_count, corners } = draft;
  return [
    sigma_m === null ? null : t.draft.sigma(formatLength(sigma_m, language)),
    pass_count !== null && pass_count > 1 ? t.draft.passes(pass_count) : null,
    corners.length > 0 ? t.draft.corners(corners.length) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** What it would become, with the name that the receiver stored. */
export function titleOf({ kind, name }: Pick<Draft, 'kind' | 'name'>, t: Messages): string {
  return name === null ? t.kind[kind] : `${t.kind[kind]} · ${name}`;
}

/** What it would do to what, in one line. */
export function summaryOf({ action, kind, name }: Pick<Draft, 'action' | 'kind' | 'name'>, t: Messages): string {
  return action === 'create' ? titleOf({ kind, name }, t) : `${t.action[action]} · ${t.kind[kind]}`;
}

const COLLECTIONS = {
  parcel: 'parcels', road: 'roads', market: 'markets', 'market-asset': 'market-assets', facility: 'facilities',
} as const satisfies Record<FeatureKind, LayerId>;

/** A collection that drafts change. */
export type RegisterCollection = (typeof COLLECTIONS)[FeatureKind];

/** The collection that a kind of feature is kept in. */
export const collectionOf = (kind: FeatureKind): RegisterCollection => COLLECTIONS[kind];

/** The kind of a collection's features; `null` for collections that nobody changes by drafts. */
export const kindOf = (collection: string): FeatureKind | null =>
  (Object.keys(COLLECTIONS) as FeatureKind[]).find((kind) => COLLECTIONS[kind] === collection) ?? null;
