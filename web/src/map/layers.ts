/** The layers that a legend switches, in drawing order from the ground up, and what a click on them gives. */

export const LAYERS = [
  'departments', 'communes', 'parcels', 'roads', 'markets', 'market-assets', 'facilities', 'drafts',
] as const;

/** Name of a layer: the collection that it shows, or the drafts. */
export type LayerId = (typeof LAYERS)[number];

export const isLayer = (name: unknown): name is LayerId => LAYERS.includes(name as LayerId);

export type Attribute = string | number | boolean | null;

/** Something on the map under a click, as its tile describes it. */
export interface Identified {
  layer: LayerId;
  id: string;
  properties: Record<string, Attribute>;
}

/** What a feature is called where there is room for a word: its number, name or code. */
export function nameOf(feature: Identified): string | null {
  const { number, name, code } = feature.properties;
  const parts = [number, name, code].filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join(' · ') : null;
}
