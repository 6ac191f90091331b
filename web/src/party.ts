/** How parties are named and what share each holds. */
import type { Holder, Party } from './api/records';
import type { Messages } from './messages/fr';

/** What a party is called; whose name was erased is called that. */
export function partyName({ person, company_name, kind }: Pick<Party, 'person' | 'company_name' | 'kind'>, t: Messages): string {
  return person?.name ?? company_name ?? (kind === 'group' ? t.records.group : t.records.erased);
}

/** Equal shares that add up to one. */
export const equalShares = (parties: { id: string }[]): Holder[] =>
  parties.map(({ id }) => ({ party: id, share: { numerator: 1, denominator: parties.length } }));

/** A share as people write it; the whole is not worth a word. */
export const shareText = ({ numerator, denominator }: Holder['share']): string =>
  numerator === denominator ? '' : `${numerator}/${denominator}`;
