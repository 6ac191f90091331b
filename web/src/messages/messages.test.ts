import { expect, test } from 'vitest';
import { LEFT_OUT } from '../attributes';
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

/** All that may name a text: components, stores and the rest, without the messages themselves and the tests. */
const sources = Object.values(
  import.meta.glob<string>(['../**/*.svelte', '../**/*.ts', '!../messages/*', '!../**/*.test.ts', '!../api/schema.ts'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
);
/** Groups whose keys are words of the server: a state, a severity, an attribute. */
const NAMED_BY_SERVER = ['layer', 'one', 'attribute', 'source', 'kind', 'grade', 'state', 'action', 'event', 'blend', 'disputeState', 'severity', 'role', 'report.dateSource'];

/** The paths of texts that a file names, and those of the groups that it looks into by a name known only later. */
function named(source: string): { texts: string[]; groups: string[] } {
  const prefix = /\bt = \$derived\(language\.t((?:\.\w+)*)\)/.exec(source)?.[1] ?? '';
  const uses = [...source.matchAll(/(\.|\b)t((?:\.\w+)*)(?: as Record<string, string>\))?(\[)?/g)].map(([, dot, path = '', index]) => ({
    path: `${dot === '.' ? '' : prefix}${path}`.slice(1),
    isGroup: index !== undefined,
  }));
  return {
    texts: uses.filter(({ isGroup }) => !isGroup).map(({ path }) => path),
    groups: uses.filter(({ isGroup }) => isGroup).map(({ path }) => path),
  };
}

test('every text is shown somewhere', () => {
  const texts = new Set(sources.flatMap((source) => named(source).texts));
  const groups = new Set(sources.flatMap((source) => named(source).groups));
  const isUsed = (path: string) => {
    const [group, name] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)];
    if (texts.has(path)) return true;
    if (group === 'attribute' && LEFT_OUT.has(name)) return false;
    return groups.has(group) && (NAMED_BY_SERVER.includes(group) || sources.some((source) => source.includes(`'${name}'`)));
  };
  expect(keys(fr).map((key) => key.replace(/\(.*/, '')).filter((path) => !isUsed(path))).toEqual([]);
});
