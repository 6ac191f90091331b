import { expect, test } from 'vitest';
import { ApiError } from '../api/client';
import { en } from '../messages/en';
import { fr } from '../messages/fr';
import { language } from './language.svelte';

test('an error is explained as what it is, and one that nobody foresaw blames nothing', () => {
  const problem = { type: '', title: '', status: 422, detail: 'empty', message: { fr: 'vide', en: 'empty' } };
  expect(language.explain(new ApiError(422, problem))).toBe('vide');
  expect(language.explain(new ApiError(null, null))).toBe(fr.error.unreachable);
  expect(language.explain(new ApiError(500, null))).toBe(fr.error.unexpected(500));
  expect(language.explain(new TypeError('x is undefined'))).toBe(fr.error.unforeseen);
});

test('the later of two choices holds, whichever texts come first', async () => {
  expect(language.t).toBe(fr);
  await Promise.all([language.choose('en'), language.choose('fr')]);
  expect([language.current, language.t]).toEqual(['fr', fr]);
  await Promise.all([language.choose('fr'), language.choose('en')]);
  expect([language.current, language.t]).toEqual(['en', en]);
  await language.choose('fr');
});
