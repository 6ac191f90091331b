/** What the register holds around a place. */
import { api, type CollectionId, type Feature } from './api/client';
import { boundsOf } from './geo/bounds';
import { geometryOf } from './stores/register.svelte';

/** How far around something its neighbours are looked for, in degrees: about 30 m. */
const REACH_DEG = 0.000_27;
const MOST = 30;

/** The features of a collection in and around a shape, but for those that are named. */
export async function neighboursOf(collection: CollectionId, shape: { geometry: unknown }, but: string[] = []): Promise<Feature[]> {
  const geometry = geometryOf(shape);
  const bounds = geometry && boundsOf([geometry]);
  if (!bounds) return [];
  const [west, south, east, north] = bounds;
  const box = [west - REACH_DEG, south - REACH_DEG, east + REACH_DEG, north + REACH_DEG] as [number, number, number, number];
  const { features } = await api.itemsWithin(collection, box, MOST);
  return features.filter(({ id }) => !but.includes(id));
}
