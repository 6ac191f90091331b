/** Reads a basemap out of its one file; loaded only where there is one. */
import { addProtocol } from 'maplibre-gl';
import { Protocol } from 'pmtiles';

/** Teaches the map the protocol `pmtiles`. */
export const readPmtiles = (): void => addProtocol('pmtiles', new Protocol().tile);
