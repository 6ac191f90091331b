/**
 * The map itself: everything that needs MapLibre, in one chunk that is loaded after the page shows.
 *
 * Components speak to it in departments, layers and surveys, never in MapLibre's own terms.
 */
import type { FeatureCollection, Geometry } from 'geojson';
import { type GeoJSONSource, Map as MapLibre, type MapGeoJSONFeature, type PointLike, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import './map.css';
import type { StyleSpecification } from 'maplibre-gl';
import type { Bounds } from '../geo/bounds';
import { type Attribute, type Identified, isLayer, type LayerId } from './layers';
import { DEPARTMENT_NAMES, inPlaceOf, REGISTER, registerLayerOf } from './style';
import { OVERLAY_SOURCE, overlayFeatures, type OverlayShape } from './overlay';
import { SURVEY_SOURCE, surveyFeatures } from './survey';

setWorkerUrl(workerUrl);

/** A fingertip is wider than a cursor. */
const TOUCH_PX = 12;
const MOUSE_PX = 4;
const MAX_ZOOM = 21;
const MAX_FIT_ZOOM = 18.5;

export interface LonLat {
  lon: number;
  lat: number;
}

/** Space that panels cover, in pixels. */
export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface EngineEvents {
  /** The cursor is over a place, or has left the map. */
  pointer(at: LonLat | null): void;
  /** The centre of the map. */
  centre(at: LonLat): void;
  /** The zoom, in whole levels: layers come and go with those. */
  zoom(level: number): void;
  /** Somebody asks what lies at a place; the topmost thing comes first. */
  identify(features: Identified[], at: LonLat): void;
  /** All is drawn; whether sample data is on the screen. */
  idle(showsSamples: boolean): void;
  tilesFailing(): void;
  contextLost(): void;
}

export class Engine {
  readonly #map: MapLibre;
  readonly #events: EngineEvents;
  readonly #padding: () => Padding;
  readonly #failed = new Map<string, TileAddress>();
  #selected: Identified | null = null;
  #draw: ((at: LonLat) => void) | null = null;

  constructor(container: HTMLElement, style: StyleSpecification, start: Bounds, padding: () => Padding, events: EngineEvents) {
    this.#events = events;
    this.#padding = padding;
    this.#map = new MapLibre({
      container,
      style,
      bounds: start,
      fitBoundsOptions: { padding: padding() },
      hash: true,
      maxZoom: MAX_ZOOM,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      // Tiles carry validators: asking every time costs a few bytes and never shows a stale register.
      transformRequest: (url) => (url.includes('/tiles/') ? { url, cache: 'no-cache' } : { url }),
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 110 }), 'bottom-right');
    this.#listen();
    if (new URLSearchParams(location.search).has('test')) Object.assign(window, { __suuf_map: this.#map });
  }

  #listen(): void {
    const map = this.#map;
    map.on('style.load', () => this.#tellView());
    map.on('mousemove', ({ lngLat }) => this.#events.pointer({ lon: lngLat.wrap().lng, lat: lngLat.lat }));
    map.on('mouseout', () => this.#events.pointer(null));
    map.on('move', () => this.#tellView());
    map.on('click', ({ point, lngLat, originalEvent }) => {
      if (this.#draw) {
        this.#draw({ lon: lngLat.wrap().lng, lat: lngLat.lat });
        return;
      }
      const touch = (originalEvent as Partial<PointerEvent>).pointerType === 'touch';
      this.#identify(point.x, point.y, touch ? TOUCH_PX : MOUSE_PX);
    });
    map.on('idle', () => this.#events.idle(this.#showsSamples()));
    map.on('error', (event) => {
      const tile = failedTile(event);
      if (tile) this.#failed.set(`${tile.z}/${tile.x}/${tile.y}`, tile);
      if (tile) this.#events.tilesFailing();
      else console.warn(event.error.message);
    });
    map.on('webglcontextlost', () => this.#events.contextLost());
    map.getCanvas().addEventListener('keydown', ({ key }) => {
      const { x, y } = map.project(map.getCenter());
      if (key !== 'Enter') return;
      if (this.#draw) this.#draw(this.centre);
      else this.#identify(x, y, TOUCH_PX);
    });
  }

  #tellView(): void {
    this.#events.centre(this.centre);
    this.#events.zoom(Math.floor(this.#map.getZoom()));
  }

  #identify(x: number, y: number, reach_px: number): void {
    const box: [PointLike, PointLike] = [[x - reach_px, y - reach_px], [x + reach_px, y + reach_px]];
    const exact = this.#map.queryRenderedFeatures([x, y]);
    const near = this.#map.queryRenderedFeatures(box).filter((feature) => feature.geometry.type !== 'Polygon');
    const found = new Map<string, Identified>();
    for (const feature of [...near.filter((it) => it.sourceLayer === 'drafts'), ...exact, ...near]) {
      const identified = identifiedOf(feature);
      if (identified) found.set(`${identified.layer}/${identified.id}`, found.get(`${identified.layer}/${identified.id}`) ?? identified);
    }
    const { lng, lat } = this.#map.unproject([x, y]).wrap();
    this.#events.identify([...found.values()].sort((a, b) => rank(a.layer) - rank(b.layer)), { lon: lng, lat });
  }

  #showsSamples(): boolean {
    const layers = this.#drawn((layer) => layer !== 'departments' && layer !== 'communes');
    return this.#map.queryRenderedFeatures({ layers, filter: ['==', ['get', 'source'], 'simulation'] }).length > 0;
  }

  #drawn(wanted: (layer: string) => boolean): string[] {
    return this.#map.getStyle().layers.filter((layer) => wanted(registerLayerOf(layer) ?? '')).map((layer) => layer.id);
  }

  #source(id: string): GeoJSONSource | undefined {
    return this.#map.getSource<GeoJSONSource>(id);
  }

  get centre(): LonLat {
    const { lng, lat } = this.#map.getCenter().wrap();
    return { lon: lng, lat };
  }

  /** Names the map for those who cannot see it. */
  describe(label: string): void {
    this.#map.getCanvas().setAttribute('aria-label', label);
  }

  fit(bounds: Bounds): void {
    this.#map.fitBounds(bounds, { padding: this.#padding(), maxZoom: MAX_FIT_ZOOM });
  }

  /** Moves a place into the part of a narrow screen that the sheet at the bottom leaves free. */
  liftAboveSheet({ lon, lat }: LonLat): void {
    this.#map.easeTo({ center: [lon, lat], offset: [0, -this.#map.getCanvas().clientHeight * 0.31] });
  }

  /** Draws the same in other colours. */
  restyle(style: StyleSpecification): void {
    this.#map.setStyle(style, { transformStyle: (previous, next) => (previous ? inPlaceOf(previous, next) : next) });
  }

  zoomBy(levels: number): void {
    this.#map.zoomTo(this.#map.getZoom() + levels);
  }

  show(layer: LayerId, visible: boolean): void {
    for (const id of this.#drawn((name) => name === layer)) {
      this.#map.setLayoutProperty(id, 'visibility', visible ? 'visible' : 'none');
    }
  }

  nameDepartments(names: FeatureCollection): void {
    void this.#source(DEPARTMENT_NAMES)?.setData(names);
  }

  /** Draws the cleaned track of a survey and a halo around what it proposes. */
  showSurvey(track: Geometry | null, drafts: Geometry[]): void {
    void this.#source(SURVEY_SOURCE)?.setData(surveyFeatures(track, drafts));
  }

  /** Draws what the page beside the map speaks of, in place of what it spoke of before. */
  showOverlay(shapes: OverlayShape[]): void {
    void this.#source(OVERLAY_SOURCE)?.setData(overlayFeatures(shapes));
  }

  /** Hands every place that is clicked, or that Enter picks at the centre, to `draw`; until it is `null` nothing is identified. */
  drawWith(draw: ((at: LonLat) => void) | null): void {
    this.#draw = draw;
    if (draw) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
  }

  select(feature: Identified | null): void {
    if (this.#selected) this.#map.setFeatureState(target(this.#selected), { selected: false });
    if (feature) this.#map.setFeatureState(target(feature), { selected: true });
    this.#selected = feature;
  }

  /** Asks for the tiles anew: the register has changed. */
  refresh(): void {
    // Named tiles are loaded afresh. Without names MapLibre 6.17 takes a failed tile for one that is on its way, and
    // waits for it for ever.
    if (this.#failed.size > 0) this.#map.refreshTiles(REGISTER, [...this.#failed.values()]);
    this.#failed.clear();
    this.#map.refreshTiles(REGISTER);
  }

  destroy(): void {
    this.#map.remove();
  }
}

interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** The tile that an error of the map is about, if it is about one. */
function failedTile(event: object): TileAddress | null {
  const { tile } = event as { tile?: { tileID: { canonical: TileAddress } } };
  return tile?.tileID.canonical ?? null;
}

const target = (feature: Identified) => ({ source: REGISTER, sourceLayer: feature.layer, id: feature.id });

/** What lies on the ground comes after what stands on it, and drafts come first of all. */
const ORDER: readonly LayerId[] = ['drafts', 'market-assets', 'facilities', 'roads', 'parcels', 'markets', 'communes', 'departments'];
const rank = (layer: LayerId): number => ORDER.indexOf(layer);

function identifiedOf(feature: MapGeoJSONFeature): Identified | null {
  const properties = feature.properties as Record<string, Attribute>;
  const id = properties['id'] ?? feature.id;
  if (feature.source !== REGISTER || !isLayer(feature.sourceLayer) || typeof id !== 'string') return null;
  return { layer: feature.sourceLayer, id, properties };
}
