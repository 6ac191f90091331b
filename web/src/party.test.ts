import { expect, test } from 'vitest';
import { fr } from './messages/fr';
import { equalShares, partyName, shareText } from './party';

test('whoever has no name left is called erased, a company by its name', () => {
  expect(partyName({ kind: 'person', person: null, company_name: null }, fr)).toBe(fr.records.erased);
  expect(partyName({ kind: 'company', person: null, company_name: 'GIE Takku' }, fr)).toBe('GIE Takku');
});

test('three holders hold a third each, and one holds all without a word', () => {
  const shares = equalShares([{ id: 'a' }, { id: 'b' }, { id: 'c' }]).map(({ share }) => shareText(share));
  expect(shares).toEqual(['1/3', '1/3', '1/3']);
  expect(shareText({ numerator: 1, denominator: 1 })).toBe('');
});
