import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api, ApiError, type Seen } from '../api/client';
import { view } from './view.svelte';

const entered = { collection: 'parcels', id: 'p1' } as const;

beforeEach(() => {
  vi.spyOn(api, 'drafts').mockResolvedValue({ drafts: [], next: null });
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
  view.select(null);
});

test('what a draft became is shown once it is decided', async () => {
  vi.spyOn(api, 'item').mockResolvedValue({ id: 'p1', properties: { number: '12' }, geometry: null } as unknown as Seen);
  await view.decided(entered);
  expect(view.selected).toEqual({ layer: 'parcels', id: 'p1', properties: { number: '12', id: 'p1' } });
  expect(view.justRegistered).toBe(true);
});

test('a decision stands when what it made cannot be shown', async () => {
  vi.spyOn(api, 'item').mockRejectedValue(new ApiError(null, null));
  const before = view.decisions;
  await view.decided(entered);
  expect(view.decisions).toBe(before + 1);
  expect(view.selected).toBeNull();
  expect(view.justRegistered).toBe(false);
});

test('the address names what is open, and nothing else that was in it', async () => {
  const addressAt = (search: string) => {
    vi.stubGlobal('location', { search });
    return view.address;
  };
  view.select({ layer: 'drafts', id: 'd1', properties: {} });
  expect(addressAt('?test')).toBe('?test&draft=d1');
  view.select({ layer: 'parcels', id: 'p1', properties: {} });
  expect(addressAt('?draft=d1')).toBe('');
  view.isPage = true;
  expect(addressAt('?draft=d1')).toBe('?object=parcels/p1');
  vi.unstubAllGlobals();
});
