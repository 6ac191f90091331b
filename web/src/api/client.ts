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
export type FeatureKind = Schemas['FeatureKind'];
export type SurveyKind = Schemas['SurveyKind'];
export type Grade = Schemas['Grade'];
export type Picture = Schemas['Picture'];
export type Finding = Schemas['Finding'];
export type Approval = Schemas['Approval'];
export type Approved = Schemas['Approved'];
export type Proposal = Schemas['Proposal'];
export type Correction = Schemas['Correction'];
export type DraftState = Schemas['DraftState'];
export type DraftAction = Schemas['DraftAction'];
export type DraftEvent = Schemas['DraftEvent'];
export type DraftTarget = Schemas['DraftTarget'];
export type Blend = Schemas['Blend'];
export type SurveyComparison = Schemas['SurveyComparison'];
export type Version = Schemas['Version'];
export type VersionComparison = Schemas['Comparison'];
export type Dispute = Schemas['Dispute'];
export type DisputeState = Schemas['DisputeState'];
export type DisputeChange = Schemas['DisputeChange'];
export type NewDispute = Schemas['NewDispute'];
export type Account = Schemas['Account'];
export type NewAccount = Schemas['NewAccount'];
export type AccountChange = Schemas['AccountChange'];
export type Grant = Schemas['Grant'];
export type Role = Schemas['Role'];
export type Token = Schemas['Token'];
export type TokenRequest = Schemas['TokenRequest'];
export type FeatureRef = Schemas['FeatureRef'];
export type CollectionId = Schemas['CollectionId'];
export type Feature = Schemas['Feature'];
export type TileJson = Schemas['TileJson'];
export type Session = Schemas['Session'];
export type ActionName = Schemas['OpenAction']['action'];
export type Redemption = Schemas['Redemption'];

/** How a request failed: no answer, a problem that the server explains, or an answer that nobody expected. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number | null;
  readonly problem: Problem | null;
  /** After how long the server wants to be asked again, where it says so. */
  readonly retryAfter_s: number | null;

  constructor(status: number | null, problem: Problem | null, retryAfter_s: number | null = null) {
    super(problem?.detail ?? (status === null ? 'no answer' : `unexpected answer ${status}`));
    this.status = status;
    this.problem = problem;
    this.retryAfter_s = retryAfter_s;
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

  /** Whether whoever asks has to sign in, first or again. */
  get wantsSignIn(): boolean {
    return this.status === 401 && this.problem?.type === '/problems/sign-in-wanted';
  }

  /** Whether somebody has changed the thing since it was shown here. */
  get isChangedSince(): boolean {
    return this.status === 412 || this.problem?.type === '/problems/changed-since';
  }
}

/** Whether a body is a problem document with a message in both languages. */
export function isProblem(body: unknown): body is Problem {
  const message = (body as Partial<Problem> | null)?.message;
  return typeof message?.fr === 'string' && typeof message.en === 'string';
}

export const client = createClient<paths>({ baseUrl: '', querySerializer: { array: { style: 'form', explode: false } } });

/** The data of an answer, or an `ApiError`. */
export async function answer<Data>(request: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const outcome = await request.catch(() => {
    throw new ApiError(null, null);
  });
  if (outcome.response.ok && outcome.data !== undefined) return outcome.data;
  throw new ApiError(outcome.response.status, isProblem(outcome.error) ? outcome.error : null);
}

/** A feature with the version at which it was seen: proposals are about that. */
export type Seen = Feature & { version: number };

/** A feature with its version, which the answer's entity tag says; 1 where none is kept. */
async function versioned(request: Promise<{ data?: Feature; error?: unknown; response: Response }>): Promise<Seen> {
  const feature = await answer(request);
  const tag = (await request).response?.headers.get('etag') ?? '';
  return { ...feature, version: Number(/v(\d+)/.exec(tag)?.[1] ?? 1) };
}

/** Nothing but success, or an `ApiError`. */
async function done(request: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  await answer(request.then(({ error, response }) => ({ data: true, error, response })));
}

export const byId = (id: string) => ({ params: { path: { id } } });
/** A thing as it was seen at that version: it is not written over what somebody else has made of it since. */
const seen = (id: string, version: number) => ({ params: { path: { id }, header: { 'If-Match': `"v${version}"` } } });
const itemPath = (collection: CollectionId, id: string) => ({ path: { collection, id } });

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
  drafts: (state: DraftState | null, limit: number, before?: string) =>
    answer(client.GET('/drafts', { params: { query: { ...(state && { state }), limit, ...(before && { before }) } } })),
  draft: (id: string) => answer(client.GET('/drafts/{id}', byId(id))),
  draftEvents: (id: string) => answer(client.GET('/drafts/{id}/events', byId(id))),
  propose: (body: Proposal) => answer(client.POST('/drafts', { body })),
  approve: (id: string, version: number, body: Approval) =>
    answer(client.POST('/drafts/{id}/approval', { ...seen(id, version), body })),
  return: (id: string, version: number, reason: string) =>
    answer(client.POST('/drafts/{id}/return', { ...seen(id, version), body: { reason } })),
  correct: (id: string, version: number, body: Correction) => answer(client.PATCH('/drafts/{id}', { ...seen(id, version), body })),
  submit: (id: string, version: number) => answer(client.POST('/drafts/{id}/submission', seen(id, version))),
  withdraw: (id: string, version: number) => answer(client.POST('/drafts/{id}/withdrawal', seen(id, version))),
  compareDraft: (id: string, feature: string) =>
    answer(client.GET('/drafts/{id}/comparison', { params: { path: { id }, query: { with: feature } } })),
  clearTarget: (id: string, version: number) => answer(client.DELETE('/drafts/{id}/target', seen(id, version))),
  setTarget: (id: string, version: number, body: DraftTarget) => answer(client.PUT('/drafts/{id}/target', { ...seen(id, version), body })),
  item: (collection: CollectionId, id: string, at: { datetime?: string; recorded?: string } = {}) =>
    versioned(client.GET('/collections/{collection}/items/{id}', { params: { ...itemPath(collection, id), query: at } })),
  itemsWithin: (collection: CollectionId, bbox: [number, number, number, number], limit: number) =>
    answer(client.GET('/collections/{collection}/items', { params: { path: { collection }, query: { bbox, limit } } })),
  versions: (collection: CollectionId, id: string) =>
    answer(client.GET('/collections/{collection}/items/{id}/versions', { params: itemPath(collection, id) })),
  compareVersions: (collection: CollectionId, id: string, from: number, to: number) =>
    answer(client.GET('/collections/{collection}/items/{id}/comparison', { params: { ...itemPath(collection, id), query: { from, to } } })),
  disputes: (feature: string) => answer(client.GET('/disputes', { params: { query: { feature, limit: 100 } } })),
  openDispute: (body: NewDispute) => answer(client.POST('/disputes', { body })),
  changeDispute: (id: string, version: number, body: DisputeChange) => answer(client.PATCH('/disputes/{id}', { ...seen(id, version), body })),
  changePassword: (current: string, replacement: string) =>
    answer(client.POST('/session/password', { body: { current, new: replacement } })),
  accounts: () => answer(client.GET('/accounts')),
  account: (id: string) => answer(client.GET('/accounts/{id}', byId(id))),
  addAccount: (body: NewAccount) => answer(client.POST('/accounts', { body })),
  changeAccount: (id: string, version: number, body: AccountChange) => answer(client.PATCH('/accounts/{id}', { ...seen(id, version), body })),
  inviteAccount: (id: string) => answer(client.POST('/accounts/{id}/invitation', byId(id))),
  tokens: () => answer(client.GET('/tokens')),
  addToken: (body: TokenRequest) => answer(client.POST('/tokens', { body })),
  revokeToken: (id: string) => done(client.DELETE('/tokens/{id}', byId(id))),
  blocks: (market: string) => answer(client.GET('/collections/markets/items/{id}/blocks', byId(market))),
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
  if (!response.ok || body === null) {
    const pause_s = Number(response.headers.get('retry-after') ?? NaN);
    throw new ApiError(response.status, isProblem(body) ? body : null, Number.isFinite(pause_s) ? pause_s : null);
  }
  return body as Document;
}

/** Address of a feature's GeoJSON. */
export const itemHref = (collection: string, id: string): string => `/collections/${collection}/items/${id}`;

/** Address of the very bytes of a log. */
export const logHref = (uploadId: string): string => `/uploads/${uploadId}/log`;
