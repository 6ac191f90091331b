import { expect, test } from 'vitest';
import { themeOf } from './theme.svelte';

test('a choice outweighs the machine, which counts until there is one', () => {
  expect([themeOf('system', true), themeOf('system', false)]).toEqual(['dark', 'light']);
  expect([themeOf('light', true), themeOf('dark', false)]).toEqual(['light', 'dark']);
});
