/** How a survey that somebody looks at is drawn over the register: its cleaned track, and a halo around its drafts. */
import type { FeatureCollection, Geometry } from 'geojson';
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { MapColours } from './colours';

export const SURVEY_SOURCE = 'survey';
/** The one layer that is drawn above the drafts. */
export const SURVEY_TRACK = 'survey-track';

const isTrack: ExpressionSpecification = ['==', ['get', 'part'], 'track'];
const isDraft: ExpressionSpecification = ['==', ['get', 'part'], 'draft'];

/** From the lowest to the topmost. */
export const surveyLayers = ({ colour }: MapColours): LayerSpecification[] => [
  {
    id: 'survey-halo',
    type: 'line',
    source: SURVEY_SOURCE,
    filter: isDraft,
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': colour('survey-halo'), 'line-opacity': 0.55, 'line-width': 14 },
  },
  {
    id: 'survey-halo-point',
    type: 'circle',
    source: SURVEY_SOURCE,
    filter: ['all', isDraft, ['==', ['geometry-type'], 'Point']],
    paint: { 'circle-color': colour('survey-halo'), 'circle-opacity': 0.55, 'circle-radius': 16 },
  },
  {
    id: SURVEY_TRACK,
    type: 'line',
    source: SURVEY_SOURCE,
    filter: isTrack,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': colour('survey-track'), 'line-width': 1.6, 'line-opacity': 0.85 },
  },
];

export function surveyFeatures(track: Geometry | null, drafts: Geometry[]): FeatureCollection {
  const feature = (part: string) => (geometry: Geometry) => ({ type: 'Feature' as const, properties: { part }, geometry });
  return { type: 'FeatureCollection', features: [...drafts.map(feature('draft')), ...(track ? [feature('track')(track)] : [])] };
}
