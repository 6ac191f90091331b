import { expect, test, vi } from 'vitest';
import type { Draft, DraftPage } from '../api/client';
import { DraftStore } from './drafts.svelte';

const draftsFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => ({ id: `d${first + index}` }) as Draft);
const page = (drafts: Draft[], next: string | null = null): DraftPage => ({ drafts, next });

test('the count is open while there are older ones', async () => {
  const ask = vi.fn().mockResolvedValueOnce(page(draftsFrom(0, 20), '/drafts?before=d19')).mockResolvedValueOnce(page(draftsFrom(20, 3)));
  const store = new DraftStore(ask);
  expect(store.count).toBeNull();
  await store.load();
  expect(store.count).toBe('20+');
  await store.loadOlder();
  expect(ask).toHaveBeenLastCalledWith(20, 'd19');
  expect(store.count).toBe('23');
});

test('asking again keeps as many on the screen as there were', async () => {
  const ask = vi.fn().mockResolvedValueOnce(page(draftsFrom(0, 20), 'more')).mockResolvedValueOnce(page(draftsFrom(20, 3)));
  const store = new DraftStore(ask.mockResolvedValue(page(draftsFrom(1, 22))));
  await store.load();
  await store.loadOlder();
  await store.load();
  expect(ask).toHaveBeenLastCalledWith(40, undefined);
  expect(store.count).toBe('22');
});

test('nothing to decide shows no count, and a failure leaves what is known', async () => {
  const ask = vi.fn().mockResolvedValueOnce(page([])).mockResolvedValueOnce(page(draftsFrom(0, 2))).mockRejectedValue(new Error('down'));
  const store = new DraftStore(ask);
  await store.load();
  expect(store.count).toBeNull();
  await store.load();
  await store.load();
  expect(store.count).toBe('2');
  expect(store.trouble).toBeInstanceOf(Error);
});

test('an answer that comes late does not replace a later one', async () => {
  let finish: ((late: DraftPage) => void) | undefined;
  const slow = new Promise<DraftPage>((resolve) => (finish = resolve));
  const store = new DraftStore(vi.fn().mockReturnValueOnce(slow).mockResolvedValue(page(draftsFrom(0, 1))));
  const first = store.load();
  await store.load();
  finish?.(page(draftsFrom(0, 2)));
  await first;
  expect(store.count).toBe('1');
});
