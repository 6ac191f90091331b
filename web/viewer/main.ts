/**
 * The map of an offline pack: tiles, style, letters and icons from the files beside this page, and nothing else.
 */
import {
  addProtocol, AttributionControl, Map as MapLibre, type MapGeoJSONFeature, NavigationControl, type PointLike, ScaleControl,
  setWorkerUrl, type StyleSpecification,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { FileSource, PMTiles, Protocol } from 'pmtiles';
import { rowsOf } from '../src/attributes';
import { type Identified, isLayer } from '../src/map/layers';
import './main.css';
import { HOW_TO_OPEN, language, locale, reading, t } from './reading';

/** The folder of this page, without a final slash. */
const BASE = new URL('.', location.href).href.replace(/\/$/, '');
const ARCHIVE = `${BASE}/map.pmtiles`;
/** A fingertip is wider than a cursor. */
const REACH_PX = 8;

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
};

/** The archive, read in ranges; from servers that know none, as a whole. */
async function openArchive(): Promise<PMTiles> {
  const archive = new PMTiles(ARCHIVE);
  try {
    await archive.getHeader();
    // A small archive comes whole in answer to the first range, whether the server knows ranges or not; the second tells.
    await archive.getMetadata();
    return archive;
  } catch {
    const answer = await fetch(ARCHIVE);
    if (!answer.ok) throw new Error(`${ARCHIVE}: ${answer.status}`);
    return new PMTiles(new FileSource(new File([await answer.blob()], ARCHIVE)));
  }
}

interface Layers {
  vector_layers: { id: string }[];
  attribution?: string;
}

/** The style with what is in the archive, and its addresses in this folder. */
async function styleOf(theme: string, archive: PMTiles, layers: Layers): Promise<StyleSpecification> {
  const text = await (await fetch(`${BASE}/style-${theme}.json`)).text();
  const style = JSON.parse(text.replaceAll('{base}', BASE)) as StyleSpecification;
  for (const source of Object.values(style.sources)) {
    if (source.type === 'vector') source.url = `pmtiles://${archive.source.getKey()}`;
  }
  const there = new Set(layers.vector_layers.map(({ id }) => id));
  style.layers = style.layers.filter((layer) => !('source-layer' in layer) || there.has(layer['source-layer'] ?? ''));
  return style;
}

/** What lies within reach of a place, as its attributes. */
function tell(map: MapLibre, { x, y }: { x: number; y: number }): void {
  const box: [PointLike, PointLike] = [[x - REACH_PX, y - REACH_PX], [x + REACH_PX, y + REACH_PX]];
  const near = map.queryRenderedFeatures(box).filter((feature) => feature.geometry.type !== 'Polygon');
  const panel = element('panel');
  const seen = new Map([...near, ...map.queryRenderedFeatures([x, y])].flatMap(identified).map((found) => [found.id, found]));
  panel.hidden = seen.size === 0;
  panel.replaceChildren(...[...seen.values()].slice(0, 5).flatMap((feature) => {
    const title = document.createElement('h2');
    title.textContent = t.one[feature.layer];
    const list = document.createElement('dl');
    for (const { label, value } of rowsOf(feature, reading)) {
      const [term, detail] = [document.createElement('dt'), document.createElement('dd')];
      [term.textContent, detail.textContent] = [label, value];
      list.append(term, detail);
    }
    return [title, list];
  }));
}

function identified({ sourceLayer: layer, properties }: MapGeoJSONFeature): Identified[] {
  const id = properties['id'] as unknown;
  return isLayer(layer) && typeof id === 'string' ? [{ layer, id, properties }] : [];
}

function warn(text: string): void {
  const trouble = element('trouble');
  trouble.hidden = false;
  trouble.textContent = text;
}

async function start(): Promise<void> {
  setWorkerUrl(workerUrl);
  const archive = await openArchive();
  const protocol = new Protocol({ metadata: true });
  protocol.add(archive);
  addProtocol('pmtiles', protocol.tile);
  const header = await archive.getHeader();
  const layers = (await archive.getMetadata()) as Layers & { name?: string };
  document.title = layers.name ?? document.title;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const style = () => styleOf(dark.matches ? 'dark' : 'light', archive, layers);
  const map = new MapLibre({
    container: 'map',
    style: await style(),
    bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat],
    fitBoundsOptions: { padding: 24 },
    hash: true,
    locale,
    attributionControl: false,
    dragRotate: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-right');
  map.addControl(new AttributionControl({ compact: false }));
  map.on('click', ({ point }) => tell(map, point));
  map.getCanvas().addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') tell(map, map.project(map.getCenter()));
  });
  map.on('error', (event) => {
    console.warn(event.error);
    if ('tile' in event || 'sourceId' in event) warn(t.map.tilesFailing);
  });
  map.on('movestart', () => (element('trouble').hidden = true));
  dark.addEventListener('change', () => void style().then((next) => map.setStyle(next)));
}

document.documentElement.lang = language;
start().catch((error: unknown) => {
  warn(`${HOW_TO_OPEN[language]} (${error instanceof Error ? error.message : String(error)})`);
});
