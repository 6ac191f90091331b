/** The form with which a draft enters the register: which attributes each kind asks for, and the request it makes. */
import type { Approval, DraftKind } from './api/client';
import { parseNumber } from './format';

/** A field: free text, a positive number, or a code of a list. */
export type Field =
  | { key: string; type: 'text'; pattern?: RegExp; hint?: 'nicadForm' | 'numberForm' }
  | { key: string; type: 'number' }
  | { key: string; type: 'code'; list: string };

export const FIELDS: Record<DraftKind, Field[]> = {
  parcel: [
    { key: 'land_use', type: 'code', list: 'land_use' },
    { key: 'tenure', type: 'code', list: 'tenure' },
    { key: 'nicad', type: 'text', pattern: /^\d{16}$/, hint: 'nicadForm' },
    { key: 'declared_area_m2', type: 'number' },
  ],
  road: [
    { key: 'name', type: 'text' },
    { key: 'number', type: 'text', pattern: /^(A|N|R|D|P)\d{1,3}[A-Z]?$/, hint: 'numberForm' },
    { key: 'class', type: 'code', list: 'road_class' },
    { key: 'surface', type: 'code', list: 'road_surface' },
    { key: 'condition', type: 'code', list: 'condition' },
    { key: 'width_m', type: 'number' },
  ],
  'market-asset': [
    { key: 'code', type: 'text' },
    { key: 'kind', type: 'code', list: 'asset_kind' },
    { key: 'condition', type: 'code', list: 'condition' },
    { key: 'activity', type: 'text' },
  ],
};

/** The value as the server wants it: codes written with spaces or small letters are what people type. */
function normalised(field: Field, typed: string): string {
  const text = typed.trim();
  return field.type === 'text' && field.pattern ? text.replace(/\s/g, '').toUpperCase() : text;
}

/** Whether what was typed can be sent; nothing typed always can. */
export function isAcceptable(field: Field, typed: string): boolean {
  const text = normalised(field, typed);
  if (text === '') return true;
  if (field.type === 'number') return (parseNumber(text) ?? 0) > 0;
  return field.type !== 'text' || !field.pattern || field.pattern.test(text);
}

/** The request of an approval: what was left empty is left out. */
export function approvalOf(kind: DraftKind, typed: Record<string, string>, department: string): Approval {
  const attributes: Record<string, string | number> = {};
  for (const field of FIELDS[kind]) {
    const text = normalised(field, typed[field.key] ?? '');
    const value = field.type === 'number' ? parseNumber(text) : text;
    if (value !== null && value !== '') attributes[field.key] = value;
  }
  return { attributes, ...(department && { department }) };
}
