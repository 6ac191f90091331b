/** The codes of a list as what can be chosen, in the reader's language. */
import { language } from './language.svelte';
import { register } from './register.svelte';

export interface Choice {
  value: string;
  label: string;
}

/** What a list offers, and nothing first. */
export function choicesOf(list: string, but: string[] = []): Choice[] {
  const codes = (register.codeLists[list] ?? []).filter(({ code }) => !but.includes(code));
  return [{ value: '', label: language.t.draft.choose }, ...codes.map(({ code, label }) => ({ value: code, label: language.pick(label) }))];
}
