import { expect, test } from 'vitest';
import { isWhole, NEW, noEvidence, sourceFrom } from './evidence';

test('a new source wants its kind, and none at all is fine', () => {
  expect(isWhole(noEvidence())).toBe(true);
  expect(isWhole({ ...noEvidence(), id: NEW })).toBe(false);
  expect(isWhole({ ...noEvidence(), id: NEW, kind: 'council_deliberation' })).toBe(true);
});

test('what is not written of a source is not known', () => {
  const evidence = { ...noEvidence(), id: NEW, kind: 'lease', number: ' 12 ' };
  expect(sourceFrom(evidence, 'SN1302')).toEqual({ department: 'SN1302', kind: 'lease', number: '12', dated_on: null });
});
