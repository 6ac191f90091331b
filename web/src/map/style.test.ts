import { readFileSync } from 'node:fs';
import type { StyleSpecification } from 'maplibre-gl';
import { describe, expect, test } from 'vitest';
import type { TileJson } from '../api/client';
import type { Theme } from '../stores/theme.svelte';
import { FONTS } from '../../build/glyphs';
import { hasIcon } from './icons';
import { LAYERS } from './layers';
import { DEPARTMENT_NAMES, drawnLayers, firstZooms, inPlaceOf, onThisServer, palettesOf, prepareStyle, tileJsonAddress } from './style';

const themes = JSON.parse(readFileSync(new URL('../../../tile-server/themes.json', import.meta.url), 'utf8')) as Record<Theme, Record<string, string>>;
const template = readFileSync(new URL('../../../tile-server/style.json', import.meta.url), 'utf8');
/** The style as the server gives it, but for addresses. */
function styleIn(theme: Theme): StyleSpecification {
  const style = JSON.parse(template.replace(/"@([\w-]+)"/g, (_, name: string) => JSON.stringify(themes[theme][name]))) as StyleSpecification;
  return { ...style, metadata: { 'suuf:theme': theme, 'suuf:colours': themes[theme] } };
}
const served = styleIn('light');
const codes = (list: string): string[] => {
  const lists = JSON.parse(readFileSync(new URL('../../../data/code_lists.json', import.meta.url), 'utf8')) as Record<string, { code: string }[]>;
  return (lists[list] ?? []).map(({ code }) => code);
};
/** The table of zooms by which the server fills its tiles. */
const zoomTable = readFileSync(new URL('../../../tile-server/src/tile/zoom.rs', import.meta.url), 'utf8').split('#[cfg(test)]')[0] ?? '';
const kebab = (name: string) => name.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase();
const tileZooms = new Map(
  [...zoomTable.matchAll(/^ +((?:Collection::\w+|Layer::Drafts)(?: \| Collection::\w+)*) => (\d+),/gm)].flatMap(([, names = '', zoom]) =>
    names.split(' | ').map((name) => [kebab(name.split('::')[1] ?? ''), Number(zoom)] as const),
  ),
);
const tileJson: TileJson = {
  tilejson: '3.0.0',
  tiles: ['http://10.0.0.1:8080/tiles/parcels/{z}/{x}/{y}'],
  vector_layers: [],
  bounds: [-17.6, 13.8, -15.5, 16.2],
  minzoom: 0,
  maxzoom: 22,
};

test('addresses keep their braces and lose their host', () => {
  expect(onThisServer('http://10.0.0.1:8080/tiles/a/{z}/{x}/{y}', 'https://sig.sn')).toBe('https://sig.sn/tiles/a/{z}/{x}/{y}');
  expect(onThisServer('/tiles/a', 'https://sig.sn')).toBe('https://sig.sn/tiles/a');
});

describe('the style that the server gives', () => {
  test('draws every layer of the legend', () => {
    expect([...drawnLayers(served)].sort()).toEqual([...LAYERS].sort());
  });

  test('asks no other host for anything', () => {
    expect(served.glyphs).toMatch(/^\{base\}\/glyphs\//);
    expect(served.sprite).toBe('{base}/sprites/suuf');
    expect(JSON.stringify(served)).not.toMatch(/https?:/);
    expect(tileJsonAddress(served)).toMatch(/^\{base\}\/tiles\//);
  });

  test('has a layer of each id only once', () => {
    const ids = served.layers.map((layer) => layer.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('gives the legend a colour for every code of the register', () => {
    const palettes = palettesOf(served);
    const named = (list: string, unnamed: string) => codes(list).filter((code) => code !== unnamed).sort();
    expect([...(palettes.landUse?.byCode.keys() ?? [])].sort()).toEqual(named('land_use', 'other'));
    expect([...(palettes.roadClass?.byCode.keys() ?? [])].sort()).toEqual(named('road_class', 'unclassified'));
    expect([...(palettes.draftKind?.byCode.keys() ?? [])]).toEqual(['parcel', 'road', 'market-asset']);
    expect([...(palettes.draftMark?.byCode.keys() ?? [])]).toEqual(['parcel', 'road', 'market-asset']);
  });

  test('knows an icon for each that it draws', () => {
    const { layout } = served.layers.find(({ id }) => id === 'facilities-icon') ?? {};
    expect(layout).toHaveProperty('icon-image', ['get', 'kind']);
    const drawn = /"literal",(\[[^\]]*"borehole"[^\]]*\])/.exec(JSON.stringify(served))?.[1] ?? '[]';
    expect(codes('facility_kind').filter(hasIcon).sort()).toEqual(JSON.parse(drawn));
    expect([...(palettesOf(served).draftMark?.byCode.values() ?? []), 'market'].every(hasIcon)).toBe(true);
  });

  test('uses the fonts that the build makes', () => {
    const fonts = served.layers.flatMap((layer) => (layer.type === 'symbol' ? [layer.layout?.['text-font']].flat() : []));
    expect([...new Set(fonts)].filter((font) => font !== undefined).sort()).toEqual(Object.keys(FONTS).sort());
  });

  test('draws drafts at every zoom, and markets from zoom 8', () => {
    const zooms = (id: string) => served.layers.find((layer) => layer.id === id) ?? {};
    expect(zooms('drafts-mark')).not.toHaveProperty('minzoom');
    expect(zooms('drafts-mark')).toHaveProperty('maxzoom', 15);
    expect(zooms('drafts-point')).toHaveProperty('minzoom', 14);
    expect(zooms('markets-mark')).toHaveProperty('minzoom', 8);
    expect(zooms('markets-fill')).toHaveProperty('minzoom', 14);
  });

  test('draws each layer from the zoom from which tiles hold it, and nothing of it before', () => {
    expect([...tileZooms.keys()].sort()).toEqual([...LAYERS].sort());
    expect(new Map([...firstZooms(served)].sort())).toEqual(new Map([...tileZooms].sort()));
  });

  test('draws each class of road from the zoom from which tiles hold it', () => {
    const departmental = Number(/Some\(ValueRef::Text\("departmental"\)\) => (\d+)/.exec(zoomTable)?.[1]);
    const others = Number(/"departmental"\)\) => \d+,\s+_ => (\d+)/.exec(zoomTable)?.[1]);
    const drawn = (id: string) => JSON.stringify(served.layers.find((layer) => layer.id === id));
    for (const id of ['roads-major', 'roads-major-casing']) {
      expect(drawn(id)).toContain(`["all",["==",["get","class"],"departmental"],[">=",["zoom"],${departmental}]]`);
    }
    expect(served.layers.find((layer) => layer.id === 'roads-minor')).toHaveProperty('minzoom', others);
    expect(drawn('roads-minor')).toContain('"filter":["!",["in",["get","class"]');
  });

  test('keeps what is in the map’s sources and what is hidden when it takes the place of another', () => {
    const before = prepareStyle(served, tileJson, 'https://sig.sn');
    const hidden = before.layers.map((layer) => (layer.id === 'roads-name' ? { ...layer, layout: { visibility: 'none' as const } } : layer));
    const sources = { ...before.sources, [DEPARTMENT_NAMES]: { type: 'geojson' as const, data: 'https://sig.sn/names' } };
    const after = inPlaceOf({ ...before, sources, layers: hidden }, prepareStyle(styleIn('dark'), tileJson, 'https://sig.sn'));
    expect(after.sources).toEqual(sources);
    expect(after.layers.find(({ id }) => id === 'roads-name')).toHaveProperty('layout.visibility', 'none');
    expect(after.layers.find(({ id }) => id === 'roads-number')).not.toHaveProperty('layout.visibility');
    expect(after.layers.find(({ id }) => id === 'background')).toHaveProperty('paint.background-color', themes.dark['beyond']);
  });

  test('takes a basemap from this server', () => {
    const basemap = { type: 'raster' as const, url: 'pmtiles://http://10.0.0.1:8080/basemap.pmtiles' };
    const style = prepareStyle({ ...served, sources: { ...served.sources, basemap } }, tileJson, 'https://sig.sn');
    expect(style.sources['basemap']).toHaveProperty('url', 'pmtiles://https://sig.sn/basemap.pmtiles');
    expect(prepareStyle(served, tileJson, 'https://sig.sn').sources).not.toHaveProperty('basemap');
  });

  test('once prepared names departments from points, and fetches tiles from this server', () => {
    const style = prepareStyle(served, tileJson, 'https://sig.sn');
    expect(style.sources['suuf']).toMatchObject({ tiles: ['https://sig.sn/tiles/parcels/{z}/{x}/{y}'], maxzoom: 17 });
    expect(style.sources['suuf']).not.toHaveProperty('bounds');
    expect(style.layers.map(({ id }) => id).slice(-1)).toEqual(['overlay-place-point']);
    const names = style.layers.find((layer) => layer.id === 'departments-name');
    expect(names).toMatchObject({ source: DEPARTMENT_NAMES });
    expect(names).not.toHaveProperty('source-layer');
    expect([...drawnLayers(style)].sort()).toEqual([...LAYERS].sort());
  });
});
