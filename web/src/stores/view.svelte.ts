/** What is on the screen: the open panel, the selection, the survey being looked at, and the map behind them. */
import type { Geometry, Position } from 'geojson';
import { api, type CollectionId, type Draft, type FeatureRef, type Upload } from '../api/client';
import { type Bounds, boundsOf } from '../geo/bounds';
import type { Engine, LonLat } from '../map/engine';
import type { OverlayShape } from '../map/overlay';
import type { Attribute, Identified, LayerId } from '../map/layers';
import { isLayer, LAYERS } from '../map/layers';
import type { Palettes } from '../map/style';
import { drafts } from './drafts.svelte';
import { recall, remember } from './memory';
import { geometryOf } from './register.svelte';

export type Panel = 'legend' | 'uploads' | 'drafts' | 'account' | 'accounts';

const HIDDEN_KEY = 'suuf.hidden-layers';
/** How much is shown around a place to either side, about 40 m. */
const PLACE_DEG = 0.0004;
const NARROW = '(max-width: 719px)';

export const isNarrow = (): boolean => matchMedia(NARROW).matches;

class ViewStore {
  panel = $state<Panel | null>(null);
  /** Upload whose report is open in the uploads panel. */
  reportId = $state<string | null>(null);
  found = $state.raw<Identified[]>([]);
  selected = $state.raw<Identified | null>(null);
  /** Whether the whole page of the selection is open, with its versions and what can be proposed. */
  isPage = $state(false);
  /** Whether the selection has just been entered into the register. */
  justRegistered = $state(false);
  /** How many drafts have been decided since the page opened. */
  decisions = $state(0);
  pointer = $state.raw<LonLat | null>(null);
  centre = $state.raw<LonLat | null>(null);
  /** In whole levels; `null` before there is a map. */
  zoom = $state<number | null>(null);
  showsSamples = $state(false);
  tilesFailing = $state(false);
  hidden = $state.raw<ReadonlySet<LayerId>>(new Set((recall(HIDDEN_KEY) ?? '').split(',').filter(isLayer)));
  palettes = $state.raw<Palettes | null>(null);
  /** The zoom from which each layer is drawn. */
  firstZooms = $state.raw<ReadonlyMap<LayerId, number>>(new Map());
  attribution = $state('');
  engine = $state.raw<Engine | null>(null);
  #shapes: OverlayShape[] = [];

  toggle(panel: Panel): void {
    this.panel = this.panel === panel ? null : panel;
    if (isNarrow()) this.select(null);
  }

  /** Whether a layer comes only closer to the ground than the map is now. */
  isTooFarFor(layer: LayerId): boolean {
    return this.zoom !== null && this.zoom < (this.firstZooms.get(layer) ?? 0);
  }

  setLayer(layer: LayerId, visible: boolean): void {
    const hidden = new Set(LAYERS.filter((name) => (name === layer ? !visible : this.hidden.has(name))));
    this.hidden = hidden;
    remember(HIDDEN_KEY, [...hidden].join(','));
    this.engine?.show(layer, visible);
  }

  identify(found: Identified[], at: LonLat): void {
    this.found = found;
    this.select(found[0] ?? null);
    if (found.length > 0 && isNarrow()) this.engine?.liftAboveSheet(at);
  }

  select(feature: Identified | null): void {
    if (!feature) this.found = [];
    this.justRegistered = false;
    this.isPage = false;
    this.selected = feature;
    this.engine?.select(feature);
  }

  /** Whether the panel on the right takes the whole height and more width. */
  get isDocked(): boolean {
    return this.selected !== null && (this.isPage || this.selected.layer === 'drafts');
  }

  /** Rings a place and goes there. */
  showPlace([lon = 0, lat = 0]: Position): void {
    const place: OverlayShape = { part: 'place', geometry: { type: 'Point', coordinates: [lon, lat] } };
    this.engine?.showOverlay([...this.#shapes, place]);
    this.engine?.fit([lon - PLACE_DEG, lat - PLACE_DEG, lon + PLACE_DEG, lat + PLACE_DEG]);
  }

  /** Points at a shape, beside what is drawn already. */
  point(geometry: Geometry): void {
    this.engine?.showOverlay([...this.#shapes, { part: 'other', geometry }]);
  }

  /** Draws what a page speaks of, and goes there if it is to. */
  showShapes(shapes: OverlayShape[], { goes = false } = {}): void {
    this.#shapes = shapes;
    this.engine?.showOverlay(shapes);
    if (goes) this.goTo(shapes);
  }

  selectDraft(draft: Draft): void {
    const { id, kind, name } = draft;
    this.found = [{ layer: 'drafts', id, properties: { id, kind, name } }];
    this.select(this.found[0] ?? null);
    this.goTo([draft]);
  }

  /** Draws what a survey gave and goes there. */
  showSurvey(upload: Upload): void {
    const drafts = upload.drafts.filter((draft) => draft.state === 'submitted');
    const track = geometryOf({ geometry: upload.track });
    this.engine?.showSurvey(track, drafts.flatMap((draft) => geometryOf(draft) ?? []));
    this.goTo(upload.drafts.length > 0 ? upload.drafts : [{ geometry: upload.track }]);
  }

  /** Somebody else looks at the map now: what the one before had open is closed, and the tiles are asked for again. */
  changeOfHands(): void {
    if (this.panel !== 'legend' && this.panel !== 'account') this.panel = null;
    this.reportId = null;
    this.select(null);
    this.engine?.showSurvey(null, []);
    this.engine?.refresh();
  }

  /** Asks again for tiles that did not come. */
  retryTiles(): void {
    if (!this.tilesFailing) return;
    this.tilesFailing = false;
    this.engine?.refresh();
  }

  /** Takes what has been decided off the map, and shows what it became, if it can be had: the decision stands anyhow. */
  async decided(entered: FeatureRef | null): Promise<void> {
    this.engine?.showSurvey(null, []);
    this.engine?.refresh();
    this.decisions += 1;
    void drafts.load();
    if (!entered) return;
    try {
      await this.selectItem(entered.collection, entered.id);
      this.justRegistered = true;
    } catch (error) {
      console.warn(error);
    }
  }

  /** Shows a feature of the register and goes there. */
  async selectItem(collection: CollectionId, id: string): Promise<void> {
    if (!isLayer(collection)) return;
    const item = await api.item(collection, id);
    const properties = item.properties as Record<string, Attribute>;
    const feature = { layer: collection, id, properties: { ...properties, id } };
    this.found = [feature];
    this.select(feature);
    this.goTo([item]);
  }

  /** The address of what is open, so that it can be handed to somebody else. */
  get address(): string {
    const query = new URLSearchParams(location.search);
    query.delete('draft');
    query.delete('object');
    const { selected } = this;
    if (selected?.layer === 'drafts') query.set('draft', selected.id);
    else if (selected && this.isPage) query.set('object', `${selected.layer}/${selected.id}`);
    const text = query.toString().replace(/%2F/g, '/').replace(/=(?=&|$)/g, '');
    return text === '' ? '' : `?${text}`;
  }

  /** Shows a draft and goes there; one that cannot be had says so on its own page. */
  async openDraft(id: string): Promise<void> {
    await api.draft(id).then((known) => this.selectDraft(known), () => this.select({ layer: 'drafts', id, properties: {} }));
  }

  /** Opens what an address names; what cannot be had says so on its own page. */
  async open(search: string): Promise<void> {
    const query = new URLSearchParams(search);
    const draft = query.get('draft');
    const [layer, id] = (query.get('object') ?? '').split('/');
    if (draft) {
      this.panel = 'drafts';
      await this.openDraft(draft);
    } else if (isLayer(layer) && id) {
      await this.selectItem(layer as CollectionId, id).catch(() => this.select({ layer, id, properties: {} }));
      this.isPage = true;
    }
  }

  /** Shows as much of the map as features need, beside the panels that are open. */
  goTo(features: { geometry: unknown }[]): void {
    const bounds: Bounds | null = boundsOf(features.flatMap((feature) => geometryOf(feature) ?? []));
    if (bounds) this.engine?.fit(bounds);
  }
}

export const view = new ViewStore();
