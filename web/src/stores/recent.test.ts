import { expect, test, vi } from 'vitest';
import type { UploadSummary } from '../api/client';
import { RecentStore } from './recent.svelte';

const upload = (number: number, state = 'processed') => ({ id: `u${number}`, state }) as UploadSummary;
const page = (numbers: number[], next: string | null = null) => ({ uploads: numbers.map((number) => upload(number)), next });
const ids = (store: RecentStore) => store.shown?.map(({ id }) => id).join(' ');

test('the newest page leaves the older ones on the screen, each once and as it is now', async () => {
  const ask = vi.fn().mockResolvedValueOnce({ ...page([5], 'more'), uploads: [upload(5, 'received'), upload(4)] });
  const store = new RecentStore(ask.mockResolvedValueOnce(page([4, 3, 2])).mockResolvedValue(page([6, 5], 'more')));
  await store.load();
  await store.loadOlder();
  expect(ask).toHaveBeenLastCalledWith(20, 'u4');
  await store.load();
  expect(ids(store)).toBe('u6 u5 u4 u3 u2');
  expect(store.shown?.[1]?.state).toBe('processed');
  expect(store.hasMore).toBe(false);
});

test('a newest page that does not reach what is shown replaces it, so that no gap is hidden', async () => {
  const ask = vi.fn().mockResolvedValueOnce(page([2, 1])).mockResolvedValue(page([9, 8], 'more'));
  const store = new RecentStore(ask);
  await store.load();
  await store.load();
  expect(ids(store)).toBe('u9 u8');
  expect(store.hasMore).toBe(true);
});

test('older ones are asked for once, however often somebody presses', async () => {
  let finish: ((late: ReturnType<typeof page>) => void) | undefined;
  const slow = new Promise<ReturnType<typeof page>>((resolve) => (finish = resolve));
  const ask = vi.fn().mockResolvedValueOnce(page([4, 3], 'more')).mockReturnValueOnce(slow);
  const store = new RecentStore(ask);
  await store.load();
  const first = store.loadOlder();
  await store.loadOlder();
  expect(store.busy).toBe(true);
  finish?.(page([2, 1]));
  await first;
  expect(store.busy).toBe(false);
  expect(ask).toHaveBeenCalledTimes(2);
  expect(ids(store)).toBe('u4 u3 u2 u1');
});

test('a failure leaves what is known', async () => {
  const store = new RecentStore(vi.fn().mockResolvedValueOnce(page([1])).mockRejectedValue(new Error('down')));
  await store.load();
  await store.load();
  expect(ids(store)).toBe('u1');
  expect(store.trouble).toBeInstanceOf(Error);
});
