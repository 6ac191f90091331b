import { readFileSync } from 'node:fs';
import type { StyleSpecification } from 'maplibre-gl';
import { describe, expect, test } from 'vitest';
import type { TileJson } from '../api/client';
import { LAYERS } from './layers';
import { DEPARTMENT_NAMES, drawnLayers, firstZooms, onThisServer, palettesOf, prepareStyle, tileJsonAddress } from './style';

const served = JSON.parse(readFileSync(new URL('../../../tile-server/style.json', import.meta.url), 'utf8')) as StyleSpecification;
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
    expect(served.glyphs).toBeUndefined();
    expect(served.sprite).toBeUndefined();
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

  test('draws drafts at every zoom, and markets from zoom 8', () => {
    const zooms = (id: string) => served.layers.find((layer) => layer.id === id) ?? {};
    expect(zooms('drafts-mark')).not.toHaveProperty('minzoom');
    expect(zooms('drafts-mark')).toHaveProperty('maxzoom', 15);
    expect(zooms('drafts-point')).toHaveProperty('minzoom', 14);
    expect(zooms('markets-mark')).toMatchObject({ minzoom: 8, maxzoom: 14 });
    expect(zooms('markets-fill')).toHaveProperty('minzoom', 14);
  });

  test('draws each layer from the zoom from which tiles hold it, and nothing of it before', () => {
    expect([...tileZooms.keys()].sort()).toEqual([...LAYERS].sort());
    expect(new Map([...firstZooms(served)].sort())).toEqual(new Map([...tileZooms].sort()));
  });

  test('draws each class of road from the zoom from which tiles hold it', () => {
    const departmental = Number(/Some\("departmental"\) => (\d+)/.exec(zoomTable)?.[1]);
    const others = Number(/"departmental"\) => \d+,\s+_ => (\d+)/.exec(zoomTable)?.[1]);
    const drawn = (id: string) => JSON.stringify(served.layers.find((layer) => layer.id === id));
    for (const id of ['roads-major', 'roads-major-casing']) {
      expect(drawn(id)).toContain(`["all",["==",["get","class"],"departmental"],[">=",["zoom"],${departmental}]]`);
    }
    expect(served.layers.find((layer) => layer.id === 'roads-minor')).toHaveProperty('minzoom', others);
    expect(drawn('roads-minor')).toContain('"filter":["!",["in",["get","class"]');
  });

  test('once prepared names departments from points, and fetches tiles from this server', () => {
    const style = prepareStyle(served, tileJson, 'https://sig.sn');
    expect(style.sources['suuf']).toMatchObject({ tiles: ['https://sig.sn/tiles/parcels/{z}/{x}/{y}'], maxzoom: 17 });
    expect(style.sources['suuf']).not.toHaveProperty('bounds');
    const names = style.layers.find((layer) => layer.id === 'departments-name');
    expect(names).toMatchObject({ source: DEPARTMENT_NAMES });
    expect(names).not.toHaveProperty('source-layer');
    expect([...drawnLayers(style)].sort()).toEqual([...LAYERS].sort());
  });
});
