import { expect, test } from 'vitest';
import { en } from './en';
import { fr } from './fr';

/** Paths of all texts, with the number of arguments of those that take some. */
function keys(node: object, prefix = ''): string[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return keys(value, `${prefix}${key}.`);
    return [typeof value === 'function' ? `${prefix}${key}(${value.length})` : `${prefix}${key}`];
  });
}

function texts(node: object): string[] {
  return Object.values(node).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? texts(value) : [],
  );
}

test('both languages have the same keys in the same order', () => {
  expect(keys(en)).toEqual(keys(fr));
});

test('no text is empty', () => {
  expect([...texts(fr), ...texts(en)].filter((text) => text.trim() === '')).toEqual([]);
});
