/** What features are called that others name by their identifiers: asked once each, when first wanted. */
import { SvelteMap } from 'svelte/reactivity';
import { api } from '../api/client';

type Naming = 'communes' | 'markets';

export class Names {
  #known = new SvelteMap<string, string>();
  #asked = new Set<string>();

  /** The name of a commune or market; `null` until it has come, or when it cannot be had. */
  nameOf(collection: Naming, id: string): string | null {
    this.#ask(id, async () => {
      const { name } = (await api.item(collection, id)).properties;
      return typeof name === 'string' ? [[id, name]] : [];
    });
    return this.#known.get(id) ?? null;
  }

  /** A block of a market by its code and name. */
  blockOf(market: string, block: string): string | null {
    if (!market) return null;
    this.#ask(`blocks of ${market}`, async () => {
      const { blocks } = await api.blocks(market);
      return blocks.map(({ id, code, name }) => [id, [code, name].filter(Boolean).join(' · ')]);
    });
    return this.#known.get(block) ?? null;
  }

  /** Without an answer there is no name; the next page asks again. */
  #ask(key: string, find: () => Promise<[string, string][]>) {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    find().then(
      (found) => found.forEach(([id, name]) => this.#known.set(id, name)),
      () => this.#asked.delete(key),
    );
  }
}

export const names = new Names();
