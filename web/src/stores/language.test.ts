import { expect, test } from 'vitest';
import { ApiError } from '../api/client';
import { fr } from '../messages/fr';
import { language } from './language.svelte';

test('an error is explained as what it is, and one that nobody foresaw blames nothing', () => {
  const problem = { type: '', title: '', status: 422, detail: 'empty', message: { fr: 'vide', en: 'empty' } };
  expect(language.explain(new ApiError(422, problem))).toBe('vide');
  expect(language.explain(new ApiError(null, null))).toBe(fr.error.unreachable);
  expect(language.explain(new ApiError(500, null))).toBe(fr.error.unexpected(500));
  expect(language.explain(new TypeError('x is undefined'))).toBe(fr.error.unforeseen);
});
