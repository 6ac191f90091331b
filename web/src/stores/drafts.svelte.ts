/** Drafts, newest first, as many pages of them as somebody has asked for. */
import { api, type Draft, type DraftPage, type DraftState } from '../api/client';

const PAGE = 20;
const MAX_PAGE = 100;

export class DraftStore {
  shown = $state.raw<Draft[] | null>(null);
  hasMore = $state(false);
  trouble = $state.raw<unknown>(null);
  readonly #ask: (limit: number, before?: string) => Promise<DraftPage>;
  #asked = 0;

  constructor(ask: (limit: number, before?: string) => Promise<DraftPage>) {
    this.#ask = ask;
  }

  /** How many wait, such as `7` or `20+`; `null` when none does or nobody knows. */
  get count(): string | null {
    if (!this.shown?.length) return null;
    return `${this.shown.length}${this.hasMore ? '+' : ''}`;
  }

  /** Asks again for what is shown, or for the first page. */
  load(): Promise<void> {
    const count = Math.ceil((this.shown?.length ?? 0) / PAGE) * PAGE;
    return this.#show(Math.min(Math.max(count, PAGE), MAX_PAGE));
  }

  /** Whoever comes next may not see what the one before saw. */
  forget(): void {
    this.#asked += 1;
    this.shown = null;
    this.hasMore = false;
    this.trouble = null;
  }

  loadOlder(): Promise<void> {
    return this.#show(PAGE, this.shown?.at(-1));
  }

  async #show(limit: number, last?: Draft): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await this.#ask(limit, last?.id);
      // Whoever asked later knows better.
      if (asked !== this.#asked) return;
      this.shown = last ? [...(this.shown ?? []), ...page.drafts] : page.drafts;
      this.hasMore = page.next !== null;
      this.trouble = null;
    } catch (error) {
      if (asked === this.#asked) this.trouble = error;
    }
  }
}

/** All drafts in a state, or in any. */
export const draftsIn = (state: DraftState | null): DraftStore => new DraftStore((limit, before) => api.drafts(state, limit, before));

/** Those that wait for a decision. */
export const drafts = draftsIn('submitted');
