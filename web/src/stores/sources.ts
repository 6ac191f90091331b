/** How a source is named: its kind, number and date. */
import type { Source } from '../api/records';
import { formatDay } from '../format';
import { language } from './language.svelte';
import { register } from './register.svelte';

export function sourceText({ kind, number, dated_on }: Pick<Source, 'kind' | 'number' | 'dated_on'>): string {
  const day = dated_on ? formatDay(dated_on, language.current) : null;
  return [register.label('source_kind', kind), number && language.t.records.numbered(number), day].filter(Boolean).join(' · ');
}
