/** Reads and adapts the style that the server gives: one truth for the map's colours and the legend's. */
import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { TileJson } from '../api/client';
import { MapColours } from './colours';
import { isLayer, type LayerId } from './layers';
import { OVERLAY_SOURCE, overlayLayers } from './overlay';
import { SURVEY_SOURCE, SURVEY_TRACK, surveyLayers } from './survey';

/** The vector source that holds the register. */
export const REGISTER = 'suuf';
/** The source of what lies under the register, where there is something, and how its address begins. */
export const BASEMAP = 'basemap';
const PMTILES = 'pmtiles://';
/** Points that carry the departments' names: areas are cut by tiles, and would be named once in each. */
export const DEPARTMENT_NAMES = 'department-names';
/** Tiles of this zoom are exact to 7 cm: closer views stretch them instead of asking for more over a weak link. */
const DEEPEST_TILES = 17;
/** How layers of tiles are called that stand for others far from the ground. */
const COUNTS = /-counts$/;
export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** An address of this server, whatever name of it the answer contains: behind a proxy those differ. */
export function onThisServer(address: string, origin: string): string {
  return address.startsWith('/') ? origin + address : address.replace(/^[a-z]+:\/\/[^/]+/i, origin);
}

/** The name of the theme that a style is in. */
export function themeName(style: StyleSpecification): string | null {
  const name = (style.metadata as Record<string, unknown> | undefined)?.['suuf:theme'];
  return typeof name === 'string' ? name : null;
}

/** Address of the TileJSON that the style's register names. */
export function tileJsonAddress(style: StyleSpecification): string | null {
  const source = style.sources[REGISTER];
  return source?.type === 'vector' ? (source.url ?? null) : null;
}

/**
 * The style with its tiles' addresses filled in and the departments' names on points of their own.
 *
 * The bounds of the TileJSON are left out: they say where to open the map, not where drafts may lie.
 */
export function prepareStyle(style: StyleSpecification, tileJson: TileJson, origin: string): StyleSpecification {
  const { minzoom } = tileJson;
  const maxzoom = Math.min(tileJson.maxzoom, DEEPEST_TILES);
  const tiles = tileJson.tiles.map((address) => onThisServer(address, origin));
  return {
    ...style,
    sources: {
      ...style.sources,
      ...basemapOf(style, origin),
      [REGISTER]: { type: 'vector', tiles, minzoom, maxzoom, promoteId: 'id' },
      [DEPARTMENT_NAMES]: { type: 'geojson', data: EMPTY },
      [SURVEY_SOURCE]: { type: 'geojson', data: EMPTY },
      [OVERLAY_SOURCE]: { type: 'geojson', data: EMPTY },
    },
    ...(style.glyphs !== undefined && { glyphs: onThisServer(style.glyphs, origin) }),
    ...(typeof style.sprite === 'string' && { sprite: onThisServer(style.sprite, origin) }),
    layers: withOwnLayers(style.layers.map(withNamesOnPoints), new MapColours(style)),
  };
}

/** The basemap, if the style has one, from this server. */
function basemapOf(style: StyleSpecification, origin: string): StyleSpecification['sources'] {
  const source = style.sources[BASEMAP];
  const isOfFile = (source?.type === 'vector' || source?.type === 'raster') && source.url?.startsWith(PMTILES);
  return isOfFile ? { [BASEMAP]: { ...source, url: PMTILES + onThisServer(source.url?.slice(PMTILES.length) ?? '', origin) } } : {};
}

/** The layers with those that the page draws itself: a survey around the drafts, and an overlay above all. */
function withOwnLayers(layers: LayerSpecification[], colours: MapColours): LayerSpecification[] {
  const drafts = layers.findIndex((layer) => registerLayerOf(layer) === 'drafts');
  const survey = surveyLayers(colours);
  return [
    ...layers.slice(0, drafts),
    ...survey.filter(({ id }) => id !== SURVEY_TRACK),
    ...layers.slice(drafts),
    ...survey.filter(({ id }) => id === SURVEY_TRACK),
    ...overlayLayers(colours),
  ];
}

/** A style in the place of another: what is in its sources and which layers are hidden stays. */
export function inPlaceOf(previous: StyleSpecification, next: StyleSpecification): StyleSpecification {
  const hidden = new Set(previous.layers.filter(({ layout }) => layout?.visibility === 'none').map(({ id }) => id));
  const hiddenAsBefore = (layer: LayerSpecification) =>
    hidden.has(layer.id) ? ({ ...layer, layout: { ...layer.layout, visibility: 'none' } } as LayerSpecification) : layer;
  return { ...next, sources: previous.sources, layers: next.layers.map(hiddenAsBefore) };
}

function withNamesOnPoints(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== 'symbol' || layer['source-layer'] !== 'departments') return layer;
  const { 'source-layer': _, ...rest } = layer;
  return { ...rest, source: DEPARTMENT_NAMES, metadata: { 'suuf:layer': 'departments' } };
}

/** The register's layer that a drawn layer belongs to. */
export function registerLayerOf(layer: LayerSpecification): string | null {
  const declared = (layer.metadata as Record<string, unknown> | undefined)?.['suuf:layer'];
  if (typeof declared === 'string') return declared;
  return 'source-layer' in layer ? (layer['source-layer']?.replace(COUNTS, '') ?? null) : null;
}

/** Whether a drawn layer shows how many features there are, where they are too small to be drawn. */
const isOfCounts = (layer: LayerSpecification): boolean => 'source-layer' in layer && COUNTS.test(layer['source-layer'] ?? '');

/** Colours (or icons) by code that a drawn layer's `match` on an attribute gives, and the one of everything else. */
export interface Palette {
  byCode: Map<string, string>;
  other: string;
}

const PAINTED: Partial<Record<LayerSpecification['type'], string>> = {
  fill: 'fill-color', line: 'line-color', circle: 'circle-color', symbol: 'icon-image',
};

/** The palette, or the icons, of a layer's `["match", ["get", attribute], …]`, or `null` when it is painted otherwise. */
export function paletteOf(style: StyleSpecification, layerId: string, attribute: string): Palette | null {
  const layer = style.layers.find((candidate) => candidate.id === layerId);
  const property = layer && PAINTED[layer.type];
  const paint: unknown = property && ({ ...layer.layout, ...layer.paint } as Record<string, unknown>)[property];
  if (!Array.isArray(paint) || paint[0] !== 'match' || (paint[1] as unknown[])[1] !== attribute) return null;
  const byCode = new Map<string, string>();
  for (let i = 2; i + 1 < paint.length; i += 2) {
    for (const code of [paint[i]].flat() as string[]) byCode.set(code, paint[i + 1] as string);
  }
  return { byCode, other: paint.at(-1) as string };
}

/** Palettes that the legend shows. */
export interface Palettes {
  landUse: Palette | null;
  roadClass: Palette | null;
  draftKind: Palette | null;
  draftMark: Palette | null;
}

export function palettesOf(style: StyleSpecification): Palettes {
  return {
    landUse: paletteOf(style, 'parcels-fill', 'land_use'),
    roadClass: paletteOf(style, 'roads-major', 'class'),
    draftKind: paletteOf(style, 'drafts-fill', 'kind'),
    draftMark: paletteOf(style, 'drafts-mark', 'kind'),
  };
}

/** Layers of the legend that the style draws. */
export function drawnLayers(style: StyleSpecification): Set<LayerId> {
  return new Set(style.layers.map(registerLayerOf).filter((name) => name !== null) as LayerId[]);
}

/** The zoom from which the style draws the features of each layer of the legend. */
export function firstZooms(style: StyleSpecification): Map<LayerId, number> {
  const zooms = new Map<LayerId, number>();
  for (const layer of style.layers) {
    const name = registerLayerOf(layer);
    if (isLayer(name) && !isOfCounts(layer)) zooms.set(name, Math.min(layer.minzoom ?? 0, zooms.get(name) ?? Infinity));
  }
  return zooms;
}
