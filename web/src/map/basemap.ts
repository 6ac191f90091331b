/** Reads a basemap out of its one file; loaded only where there is one. */
import { addProtocol, type StyleSpecification } from 'maplibre-gl';
import { Protocol } from 'pmtiles';
import { BASEMAP } from './style';

/** Teaches the map the protocol `pmtiles`. */
export const readPmtiles = (): void => addProtocol('pmtiles', new Protocol().tile);

/** Whom the basemap's licence wants named, as plain text: files carry it as HTML, with links. */
export function creditOf(style: StyleSpecification): string {
  const source = style.sources[BASEMAP];
  const html = source?.type === 'vector' || source?.type === 'raster' ? (source.attribution ?? '') : '';
  return new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '';
}
