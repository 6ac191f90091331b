/**
 * The map of an offline pack: tiles, style, letters and icons from the files beside this page, and nothing else.
 */
import {
  addProtocol, AttributionControl, Map as MapLibre, type MapGeoJSONFeature, NavigationControl, ScaleControl, setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { FileSource, PMTiles, Protocol } from 'pmtiles';
import './main.css';

/** The folder of this page, without a final slash. */
const BASE = new URL('.', location.href).href.replace(/\/$/, '');
const ARCHIVE = `${BASE}/map.pmtiles`;
const IS_FRENCH = !navigator.language.startsWith('en');

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

/** What lies at a place, as its attributes. */
function tell(features: MapGeoJSONFeature[]): void {
  const panel = element('panel');
  const seen = new Map(features.map((feature) => [String(feature.properties['id'] ?? ''), feature]));
  seen.delete('');
  panel.hidden = seen.size === 0;
  panel.replaceChildren(...[...seen.values()].slice(0, 5).flatMap((feature) => {
    const title = document.createElement('h2');
    title.textContent = feature.sourceLayer ?? '';
    const list = document.createElement('dl');
    for (const [name, value] of Object.entries(feature.properties)) {
      const [term, detail] = [document.createElement('dt'), document.createElement('dd')];
      [term.textContent, detail.textContent] = [name, String(value)];
      list.append(term, detail);
    }
    return [title, list];
  }));
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
    attributionControl: false,
    dragRotate: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-right');
  map.addControl(new AttributionControl({ compact: false }));
  map.on('click', ({ point }) => tell(map.queryRenderedFeatures(point)));
  dark.addEventListener('change', () => void style().then((next) => map.setStyle(next)));
}

start().catch((error: unknown) => {
  const trouble = element('trouble');
  trouble.hidden = false;
  const how = IS_FRENCH
    ? 'La carte ne s’ouvre pas. Ce dossier doit être lu par un serveur de fichiers, comme dit dans LISEZMOI.txt.'
    : 'The map does not open. This folder has to be read through a file server, as README.txt says.';
  trouble.textContent = `${how} (${error instanceof Error ? error.message : String(error)})`;
});
