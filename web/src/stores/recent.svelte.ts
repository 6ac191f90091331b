/** The logs that the server has, newest first, as many pages of them as somebody has asked for. */
import { api, type UploadSummary } from '../api/client';

const PAGE = 20;

type Page = Pick<Awaited<ReturnType<typeof api.uploads>>, 'uploads' | 'next'>;

export class RecentStore {
  shown = $state.raw<UploadSummary[] | null>(null);
  hasMore = $state(false);
  /** Whether older ones are on their way. */
  busy = $state(false);
  trouble = $state.raw<unknown>(null);
  readonly #ask: (limit: number, before?: string) => Promise<Page>;
  #asked = 0;

  constructor(ask: (limit: number, before?: string) => Promise<Page>) {
    this.#ask = ask;
  }

  /** Asks for the newest ones; the older ones on the screen stay there. */
  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await this.#ask(PAGE);
      if (asked !== this.#asked) return;
      this.#put(page);
      this.trouble = null;
    } catch (error) {
      if (asked === this.#asked) this.trouble = error;
    }
  }

  async loadOlder(): Promise<void> {
    const last = this.shown?.at(-1)?.id;
    if (this.busy || last === undefined) return;
    this.busy = true;
    try {
      const page = await this.#ask(PAGE, last);
      // Another list has come meanwhile: these may not follow it.
      if (this.shown?.at(-1)?.id !== last) return;
      this.shown = [...this.shown, ...without(page.uploads, this.shown)];
      this.hasMore = page.next !== null;
      this.trouble = null;
    } catch (error) {
      this.trouble = error;
    } finally {
      this.busy = false;
    }
  }

  /** Puts the newest page before what is shown, or in its place when nobody knows what lies between the two. */
  #put({ uploads, next }: Page): void {
    const older = without(this.shown ?? [], uploads);
    const overlaps = older.length < (this.shown?.length ?? 0);
    if (next !== null && overlaps && older.length > 0) {
      this.shown = [...uploads, ...older];
      return;
    }
    this.shown = uploads;
    this.hasMore = next !== null;
  }
}

function without(uploads: UploadSummary[], known: UploadSummary[]): UploadSummary[] {
  const ids = new Set(known.map(({ id }) => id));
  return uploads.filter(({ id }) => !ids.has(id));
}

export const recent = new RecentStore(api.uploads);
