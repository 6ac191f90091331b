/** The drafts that wait for a decision, newest first, as many pages of them as somebody has asked for. */
import { api, type Draft, type DraftPage } from '../api/client';

const PAGE = 20;
const MAX_PAGE = 100;

export class DraftStore {
  waiting = $state.raw<Draft[] | null>(null);
  hasMore = $state(false);
  trouble = $state.raw<unknown>(null);
  readonly #ask: (limit: number, before?: string) => Promise<DraftPage>;
  #asked = 0;

  constructor(ask: (limit: number, before?: string) => Promise<DraftPage>) {
    this.#ask = ask;
  }

  /** How many wait, such as `7` or `20+`; `null` when none does or nobody knows. */
  get count(): string | null {
    if (!this.waiting?.length) return null;
    return `${this.waiting.length}${this.hasMore ? '+' : ''}`;
  }

  /** Asks again for what is shown, or for the first page. */
  load(): Promise<void> {
    const shown = Math.ceil((this.waiting?.length ?? 0) / PAGE) * PAGE;
    return this.#show(Math.min(Math.max(shown, PAGE), MAX_PAGE));
  }

  /** Whoever comes next may not see what the one before saw. */
  forget(): void {
    this.#asked += 1;
    this.waiting = null;
    this.hasMore = false;
    this.trouble = null;
  }

  loadOlder(): Promise<void> {
    return this.#show(PAGE, this.waiting?.at(-1));
  }

  async #show(limit: number, last?: Draft): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const page = await this.#ask(limit, last?.id);
      // Whoever asked later knows better.
      if (asked !== this.#asked) return;
      this.waiting = last ? [...(this.waiting ?? []), ...page.drafts] : page.drafts;
      this.hasMore = page.next !== null;
      this.trouble = null;
    } catch (error) {
      if (asked === this.#asked) this.trouble = error;
    }
  }
}

export const drafts = new DraftStore(api.drafts);
