/** What the interface knows of the register as a whole: departments and code lists, loaded when first wanted. */
import type { FeatureCollection, Geometry } from 'geojson';
import { api, type CodeLists, type Feature } from '../api/client';
import { type Bounds, boundsOf, isBounds, middleOf } from '../geo/bounds';
import { language } from './language.svelte';

export interface Department {
  pcode: string;
  name: string;
  bounds: Bounds | null;
  sketch: boolean;
}

/** The server's geometries are GeoJSON; its contract does not spell out their coordinates. */
export const geometryOf = (feature: { geometry: unknown }): Geometry | null => feature.geometry as Geometry | null;

function departmentOf(feature: Feature): Department {
  const { pcode, name, sketch } = feature.properties;
  return {
    pcode: String(pcode ?? feature.id),
    name: String(name ?? pcode ?? feature.id),
    bounds: isBounds(feature.bbox) ? feature.bbox : null,
    sketch: sketch === true,
  };
}

function nameFeatures(features: Feature[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: features.flatMap(({ bbox, properties }) =>
      isBounds(bbox) ? [{ type: 'Feature' as const, properties, geometry: { type: 'Point' as const, coordinates: middleOf(bbox) } }] : [],
    ),
  };
}

class RegisterStore {
  departments = $state.raw<Department[]>([]);
  departmentNames = $state.raw<FeatureCollection | null>(null);
  departmentsMissing = $state(false);
  codeLists = $state.raw<CodeLists>({});
  #codeListsAsked = false;

  async loadDepartments(): Promise<void> {
    try {
      const { features } = await api.departments();
      this.departments = features.map(departmentOf).sort((a, b) => a.name.localeCompare(b.name, 'fr'));
      this.departmentNames = nameFeatures(features);
      this.departmentsMissing = false;
    } catch {
      this.departmentsMissing = true;
    }
  }

  /** Without the lists codes are shown as they are; the next caller tries again. */
  async loadCodeLists(): Promise<void> {
    if (this.#codeListsAsked) return;
    this.#codeListsAsked = true;
    try {
      this.codeLists = await api.codeLists();
    } catch {
      this.#codeListsAsked = false;
    }
  }

  /** All that departments span; `null` before they are known. */
  get bounds(): Bounds | null {
    const boxes = this.departments.flatMap(({ bounds }) => (bounds ? [bounds] : []));
    return boundsOf(boxes.map(([w, s, e, n]) => ({ type: 'MultiPoint', coordinates: [[w, s], [e, n]] })));
  }

  departmentName(pcode: string): string {
    return this.departments.find((department) => department.pcode === pcode)?.name ?? pcode;
  }

  /** The label of a code, or the code itself when no list has it. */
  label(list: string, code: string): string {
    const known = this.codeLists[list]?.find((entry) => entry.code === code);
    return known ? language.pick(known.label) : code;
  }
}

export const register = new RegisterStore();
