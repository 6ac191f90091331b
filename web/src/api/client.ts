/** The one way to the server: typed by its OpenAPI document, failing with text in both languages. */
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type Text = Schemas['Text'];
export type Problem = Schemas['Problem'];
export type CodeLists = Schemas['CodeLists'];
export type Upload = Schemas['Upload'];
export type UploadSummary = Schemas['UploadSummary'];
export type Report = Schemas['Report'];
export type Draft = Schemas['Draft'];
export type DraftPage = Schemas['DraftPage'];
export type DraftKind = Schemas['DraftKind'];
export type SurveyKind = Schemas['SurveyKind'];
export type Grade = Schemas['Grade'];
export type Picture = Schemas['Picture'];
export type Finding = Schemas['Finding'];
export type Approval = Schemas['Approval'];
export type Approved = Schemas['Approved'];
export type FeatureRef = Schemas['FeatureRef'];
export type CollectionId = Schemas['CollectionId'];
export type Feature = Schemas['Feature'];
export type TileJson = Schemas['TileJson'];
export type Session = Schemas['Session'];
export type ActionName = Schemas['Right']['action'];
export type Redemption = Schemas['Redemption'];

/** How a request failed: no answer, a problem that the server explains, or an answer that nobody expected. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number | null;
  readonly problem: Problem | null;

  constructor(status: number | null, problem: Problem | null) {
    super(problem?.detail ?? (status === null ? 'no answer' : `unexpected answer ${status}`));
    this.status = status;
    this.problem = problem;
  }

  /** Whether the same request may succeed later without anybody changing it. */
  get isTransient(): boolean {
    // Whoever signs in again goes on where a session ended.
    return this.status === null || this.status >= 500 || [401, 408, 429].includes(this.status);
  }

  /** Whether somebody has decided the draft before, perhaps by this very request, whose answer was lost. */
  get isAlreadyDecided(): boolean {
    return this.problem?.type === '/problems/already-decided';
  }
}

/** Whether a body is a problem document with a message in both languages. */
export function isProblem(body: unknown): body is Problem {
  const message = (body as Partial<Problem> | null)?.message;
  return typeof message?.fr === 'string' && typeof message.en === 'string';
}

const client = createClient<paths>({ baseUrl: '' });

/** The data of an answer, or an `ApiError`. */
async function answer<Data>(request: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const outcome = await request.catch(() => {
    throw new ApiError(null, null);
  });
  if (outcome.response.ok && outcome.data !== undefined) return outcome.data;
  throw new ApiError(outcome.response.status, isProblem(outcome.error) ? outcome.error : null);
}

/** Nothing but success, or an `ApiError`. */
async function done(request: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  await answer(request.then(({ error, response }) => ({ data: true, error, response })));
}

const byId = (id: string) => ({ params: { path: { id } } });

export const api = {
  session: () => answer(client.GET('/session')),
  signIn: (login: string, password: string) => answer(client.POST('/session', { body: { login, password } })),
  signOut: () => done(client.DELETE('/session')),
  redeem: (token: string, body: Redemption) =>
    answer(client.POST('/invitations/{token}', { params: { path: { token } }, body })),
  codeLists: () => answer(client.GET('/code-lists')),
  uploads: (limit: number, before?: string) =>
    answer(client.GET('/uploads', { params: { query: { limit, ...(before && { before }) } } })),
  upload: (id: string) => answer(client.GET('/uploads/{id}', byId(id))),
  log: (id: string) => answer(client.GET('/uploads/{id}/log', { ...byId(id), parseAs: 'blob' })),
  drafts: (limit: number, before?: string) =>
    answer(client.GET('/drafts', { params: { query: { state: 'submitted', limit, ...(before && { before }) } } })),
  draft: (id: string) => answer(client.GET('/drafts/{id}', byId(id))),
  approve: (id: string, body: Approval) => answer(client.POST('/drafts/{id}/approval', { ...byId(id), body })),
  return: (id: string, reason: string) => answer(client.POST('/drafts/{id}/return', { ...byId(id), body: { reason } })),
  item: (collection: CollectionId, id: string) =>
    answer(client.GET('/collections/{collection}/items/{id}', { params: { path: { collection, id } } })),
  departments: () =>
    answer(client.GET('/collections/{collection}/items', {
      params: { path: { collection: 'departments' }, query: { limit: 100, skipGeometry: true } },
    })),
};

/** Any document of this server by its address, such as the style or TileJSON that it names. */
export async function fetchJson<Document>(address: string): Promise<Document> {
  const response = await fetch(address).catch(() => {
    throw new ApiError(null, null);
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok || body === null) throw new ApiError(response.status, isProblem(body) ? body : null);
  return body as Document;
}

/** Address of a feature's GeoJSON. */
export const itemHref = (collection: string, id: string): string => `/collections/${collection}/items/${id}`;

/** Address of the very bytes of a log. */
export const logHref = (uploadId: string): string => `/uploads/${uploadId}/log`;
