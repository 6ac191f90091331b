/** The form with which a draft enters the register: which attributes each kind asks for, and the request it makes. */
import type { Approval, DraftKind } from './api/client';
import { parseNumber } from './format';

/** What is wrong with what was typed. */
export type Fault = 'notANumber' | 'notANicad' | 'notARoadNumber';

/** A field: free text, text of a fixed form, a positive number, or a code of a list. */
export type Field =
  | { key: string; type: 'text'; form?: Form }
  | { key: string; type: 'number' }
  | { key: string; type: 'code'; list: string };

interface Form {
  pattern: RegExp;
  hint: 'nicadForm' | 'numberForm';
  fault: Fault;
}

const NICAD: Form = { pattern: /^\d{16}$/, hint: 'nicadForm', fault: 'notANicad' };
const ROAD_NUMBER: Form = { pattern: /^(A|N|R|D|P)\d{1,3}[A-Z]?$/, hint: 'numberForm', fault: 'notARoadNumber' };

export const FIELDS: Record<DraftKind, Field[]> = {
  parcel: [
    { key: 'land_use', type: 'code', list: 'land_use' },
    { key: 'tenure', type: 'code', list: 'tenure' },
    { key: 'nicad', type: 'text', form: NICAD },
    { key: 'declared_area_m2', type: 'number' },
  ],
  road: [
    { key: 'name', type: 'text' },
    { key: 'number', type: 'text', form: ROAD_NUMBER },
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
  return field.type === 'text' && field.form ? text.replace(/\s/g, '').toUpperCase() : text;
}

/** Why what was typed cannot be sent, or `null`; nothing typed always can. */
export function faultOf(field: Field, typed: string): Fault | null {
  const text = normalised(field, typed);
  if (text === '') return null;
  if (field.type === 'number') return (parseNumber(text) ?? 0) > 0 ? null : 'notANumber';
  return field.type === 'text' && field.form && !field.form.pattern.test(text) ? field.form.fault : null;
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
