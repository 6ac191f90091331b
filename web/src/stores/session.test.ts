import { afterEach, expect, test, vi } from 'vitest';
import { api, type Session } from '../api/client';
import { SessionStore } from './session.svelte';

afterEach(() => vi.restoreAllMocks());

const signedIn = {
  account: { id: 'a', login: 'awa', display_name: 'Awa Gueye' },
  grants: [],
  may: [
    { action: 'review', everywhere: false, departments: ['SN1302'] },
    { action: 'see-history', everywhere: true, departments: [] },
  ],
} as unknown as Session;

test('a right holds in its departments, or everywhere', async () => {
  vi.spyOn(api, 'session').mockResolvedValue(signedIn);
  const session = new SessionStore();
  expect(session.mayIn('review', 'SN1302')).toBe(false);
  await session.load();
  expect(session.login).toBe('awa');
  expect([session.mayIn('review', 'SN1302'), session.mayIn('review', 'SN0101'), session.mayIn('review', null)]).toEqual([true, false, true]);
  expect(session.mayIn('see-history', 'SN0101')).toBe(true);
  expect(session.mayIn('administer', null)).toBe(false);
});
