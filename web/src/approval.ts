/** The attributes that people give to what they propose or approve: which each kind has, and the request that they make. */
import type { Approval, FeatureKind } from './api/client';
import { parseNumber } from './format';

/** What is wrong with what was typed. */
export type Fault = 'notANumber' | 'notANicad' | 'notARoadNumber';

/** A field: free text, text of a fixed form, a positive number, yes or no, or a code of a list. */
export type Field =
  | { key: string; type: 'text'; form?: Form }
  | { key: string; type: 'number' | 'flag' }
  | { key: string; type: 'code'; list: string };

/** Attributes as the server has them; `null` empties one. */
export type Attributes = Record<string, string | number | boolean | null>;

interface Form {
  pattern: RegExp;
  hint: 'nicadForm' | 'numberForm';
  fault: Fault;
}

const NICAD: Form = { pattern: /^\d{16}$/, hint: 'nicadForm', fault: 'notANicad' };
const ROAD_NUMBER: Form = { pattern: /^(A|N|R|D|P)\d{1,3}[A-Z]?$/, hint: 'numberForm', fault: 'notARoadNumber' };

/** What is asked for first. */
export const FIELDS: Record<FeatureKind, Field[]> = {
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
  market: [
    { key: 'name', type: 'text' },
    { key: 'kind', type: 'code', list: 'market_kind' },
  ],
  facility: [
    { key: 'name', type: 'text' },
    { key: 'kind', type: 'code', list: 'facility_kind' },
  ],
};

/** What can be said besides. */
export const MORE_FIELDS: Record<FeatureKind, Field[]> = {
  parcel: [
    { key: 'block', type: 'text' },
    { key: 'vocation', type: 'code', list: 'land_use' },
    { key: 'tenure_evidence', type: 'code', list: 'source_kind' },
  ],
  road: [
    { key: 'former_name', type: 'text' },
    { key: 'managing_authority', type: 'code', list: 'managing_authority' },
    { key: 'right_of_way_width_m', type: 'number' },
    { key: 'sidewalk', type: 'code', list: 'sidewalk' },
    { key: 'drain', type: 'code', list: 'drain' },
    { key: 'lighting', type: 'code', list: 'lighting' },
    { key: 'direction', type: 'code', list: 'direction' },
    { key: 'passability', type: 'code', list: 'passability' },
  ],
  'market-asset': [
    { key: 'construction', type: 'code', list: 'construction' },
    { key: 'owner_regime', type: 'code', list: 'owner_regime' },
    { key: 'water', type: 'flag' },
    { key: 'electricity', type: 'flag' },
  ],
  market: [],
  facility: [],
};

const allFields = (kind: FeatureKind): Field[] => [...FIELDS[kind], ...MORE_FIELDS[kind]];

/** The value as the server wants it: codes written with spaces or small letters are what people type. */
function normalised(field: Field, typed: string): string {
  const text = typed.trim();
  return field.type === 'text' && field.form ? text.replace(/\s/g, '').toUpperCase() : text;
}

function valueOf(field: Field, typed: string): string | number | boolean | null {
  const text = normalised(field, typed);
  if (text === '') return null;
  if (field.type === 'number') return parseNumber(text);
  return field.type === 'flag' ? text === 'true' : text;
}

/** Why what was typed cannot be sent, or `null`; nothing typed always can. */
export function faultOf(field: Field, typed: string): Fault | null {
  const text = normalised(field, typed);
  if (text === '') return null;
  if (field.type === 'number') return (parseNumber(text) ?? 0) > 0 ? null : 'notANumber';
  return field.type === 'text' && field.form && !field.form.pattern.test(text) ? field.form.fault : null;
}

/** What fields begin with: what is known already. */
export function typedOf(kind: FeatureKind, known: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(allFields(kind).map(({ key }) => [key, known[key] === null || known[key] === undefined ? '' : String(known[key])]));
}

/** What was typed beside what was known: what is the same is left out, what was emptied is `null`. */
export function changesOf(kind: FeatureKind, known: Record<string, unknown>, typed: Record<string, string>): Attributes {
  const before = typedOf(kind, known);
  const changed: Attributes = {};
  for (const field of allFields(kind)) {
    const value = valueOf(field, typed[field.key] ?? '');
    if (value !== valueOf(field, before[field.key] ?? '')) changed[field.key] = value;
  }
  return changed;
}

/** The request of an approval: what was left as it is proposed is left out, and so is what was not answered. */
export function approvalOf(
  draft: { kind: FeatureKind; attributes: Record<string, unknown> },
  typed: Record<string, string>,
  department: string,
  answers: Record<string, string>,
): Approval {
  const said = Object.entries(answers).flatMap(([code, words]) => (words.trim() === '' ? [] : [[code, words.trim()]]));
  return {
    attributes: changesOf(draft.kind, draft.attributes, typed),
    ...(department && { department }),
    ...(said.length > 0 && { answers: Object.fromEntries(said) }),
  };
}
