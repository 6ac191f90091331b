/** What is on record beside the features: rights, persons, sources, documents, occupancies, inspections and events. */
import { answer, byId, client } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];
export type Party = Schemas['Party'];
export type NewParty = Schemas['NewParty'];
export type Holder = Schemas['Holder'];
export type Source = Schemas['Source'];
export type NewSource = Schemas['NewSource'];
export type Right = Schemas['Right'];
export type NewRight = Schemas['NewRight'];
export type RegisterDocument = Schemas['Document'];
export type Occupancy = Schemas['Occupancy'];
export type NewOccupancy = Schemas['NewOccupancy'];
export type RoadInspection = Schemas['RoadInspection'];
export type NewRoadInspection = Schemas['NewRoadInspection'];
export type RoadEvent = Schemas['RoadEvent'];
export type NewRoadEvent = Schemas['NewRoadEvent'];

/** What a document is about: one of these. */
export type DocumentAbout = { collection: string; feature: string } | { source: string };

const MOST = 100;

/** The bytes of a file as they are. */
const asFile = (file: File) => ({
  body: file as unknown as string,
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: { 'Content-Type': file.type || 'application/octet-stream' },
});

export const records = {
  /** Who that is; the server logs that it was asked. */
  party: (id: string) => answer(client.GET('/parties/{id}', byId(id))),
  /** Parties of a department whose name holds some words; the server logs those that it shows. */
  parties: (department: string, q: string) =>
    answer(client.GET('/parties', { params: { query: { department, q, limit: 10 } } })),
  addParty: (body: NewParty) => answer(client.POST('/parties', { body })),
  sources: (department: string) => answer(client.GET('/sources', { params: { query: { department, limit: MOST } } })),
  addSource: (body: NewSource) => answer(client.POST('/sources', { body })),
  rights: (parcel: string) => answer(client.GET('/collections/parcels/items/{id}/rights', byId(parcel))),
  addRight: (parcel: string, body: NewRight) => answer(client.POST('/collections/parcels/items/{id}/rights', { ...byId(parcel), body })),
  documents: (about: string) => answer(client.GET('/documents', { params: { query: { about } } })),
  addDocument: (about: DocumentAbout, title: string, file: File) =>
    answer(client.POST('/documents', { params: { query: { title, ...about } }, ...asFile(file) })),
  occupancies: (place: string) => answer(client.GET('/collections/market-assets/items/{id}/occupancies', byId(place))),
  addOccupancy: (place: string, body: NewOccupancy) =>
    answer(client.POST('/collections/market-assets/items/{id}/occupancies', { ...byId(place), body })),
  inspections: (road: string) => answer(client.GET('/collections/roads/items/{id}/inspections', byId(road))),
  addInspection: (road: string, body: NewRoadInspection) =>
    answer(client.POST('/collections/roads/items/{id}/inspections', { ...byId(road), body })),
  events: (road: string) => answer(client.GET('/collections/roads/items/{id}/events', byId(road))),
  addEvent: (road: string, body: NewRoadEvent) => answer(client.POST('/collections/roads/items/{id}/events', { ...byId(road), body })),
};

/** Addresses of a document's picture in small and of its very bytes. */
export const thumbnailHref = (id: string): string => `/documents/${id}/thumbnail`;
export const contentHref = (id: string): string => `/documents/${id}/content`;
