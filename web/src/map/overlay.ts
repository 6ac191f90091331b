/** What a page that stands beside the map draws on it: two states of an object, a line that is being drawn, a place. */
import type { FeatureCollection, Geometry } from 'geojson';
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { MapColours } from './colours';

export const OVERLAY_SOURCE = 'overlay';

/** What a shape stands for; `before` and `after` differ in their stroke as well as in colour. */
export type OverlayPart = 'before' | 'after' | 'other' | 'cut' | 'place';

export interface OverlayShape {
  part: OverlayPart;
  geometry: Geometry;
}

const isPart = (part: OverlayPart): ExpressionSpecification => ['==', ['get', 'part'], part];
const isPoint: ExpressionSpecification = ['==', ['geometry-type'], 'Point'];

const line = (part: OverlayPart, paint: object): LayerSpecification => ({
  id: `overlay-${part}`,
  type: 'line',
  source: OVERLAY_SOURCE,
  filter: isPart(part),
  layout: { 'line-join': 'round', 'line-cap': 'round' },
  paint,
});

const circle = (part: OverlayPart, paint: object): LayerSpecification => ({
  id: `overlay-${part}-point`,
  type: 'circle',
  source: OVERLAY_SOURCE,
  filter: ['all', isPart(part), isPoint],
  paint,
});

/** From the lowest to the topmost. */
export const overlayLayers = ({ colour }: MapColours): LayerSpecification[] => [
  line('other', { 'line-color': colour('outline-other'), 'line-width': 5, 'line-opacity': 0.6 }),
  circle('other', { 'circle-color': colour('outline-other'), 'circle-radius': 12, 'circle-opacity': 0.5 }),
  line('before', { 'line-color': colour('outline-before'), 'line-width': 4 }),
  circle('before', { 'circle-color': colour('outline-before'), 'circle-radius': 8 }),
  line('after', { 'line-color': colour('outline-after'), 'line-width': 3, 'line-dasharray': [2, 1.6] }),
  circle('after', { 'circle-color': colour('outline-after'), 'circle-radius': 5 }),
  line('cut', { 'line-color': colour('outline-cut'), 'line-width': 3 }),
  circle('cut', { 'circle-color': colour('ring'), 'circle-radius': 5, 'circle-stroke-color': colour('outline-cut'), 'circle-stroke-width': 2.5 }),
  circle('place', { 'circle-color': 'transparent', 'circle-radius': 16, 'circle-stroke-color': colour('outline-cut'), 'circle-stroke-width': 3.5 }),
];

export function overlayFeatures(shapes: OverlayShape[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: shapes.map(({ part, geometry }) => ({ type: 'Feature', properties: { part }, geometry })),
  };
}
