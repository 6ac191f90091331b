/** What labels and numbers depend on, as it is now: for whatever is derived from it. */
import type { Reading } from '../attributes';
import { language } from './language.svelte';
import { names } from './names.svelte';
import { register } from './register.svelte';

export const reading = (): Reading => ({
  t: language.t,
  language: language.current,
  departments: register.departments,
  label: (list, code) => register.label(list, code),
  nameOf: (collection, id) => names.nameOf(collection, id),
  blockOf: (market, block) => names.blockOf(market, block),
});
