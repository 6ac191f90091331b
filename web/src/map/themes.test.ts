/** Whether everything can be read in both themes: WCAG 2.2 asks for 4.5 : 1 for text (1.4.3), 3 : 1 for signs (1.4.11). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Colours = Record<string, string>;
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const map = JSON.parse(read('../../../tile-server/themes.json')) as Record<string, Colours>;
const template = read('../../../tile-server/style.json');

/** Colours of the page that a block of its sheet sets. */
function pageColours(selector: string): Colours {
  const sheet = read('../app.css');
  const start = sheet.indexOf(`${selector} {`);
  const block = sheet.slice(start, sheet.indexOf('\n}', start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]));
}
const light = pageColours(':root');
const page: Record<string, Colours> = { light, dark: { ...light, ...pageColours(":root[data-theme='dark']") } };

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(colours: Colours, one: string, other: string): number {
  const [low = 0, high = 0] = [one, other].map((name) => luminance(colours[name] ?? '')).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const TEXTS_OF_THE_PAGE = [
  ['ink', 'paper'], ['ink', 'paper-warm'], ['ink', 'brand-soft'], ['ink-soft', 'paper'], ['ink-soft', 'paper-warm'], ['focus', 'paper'],
  ['brand-ink', 'brand-soft'], ['warn', 'warn-soft'], ['warn', 'paper'], ['bad', 'paper'], ['bad', 'bad-soft'], ['good', 'paper'],
  ['on-strong', 'good'], ['on-strong', 'info'], ['on-strong', 'bad'], ['on-strong', 'accent'], ['accent', 'paper'],
] as const;
const SIGNS_OF_THE_PAGE = [['line-field', 'paper'], ['brand-ink', 'paper'], ['focus', 'paper-warm']] as const;

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  const colours = map[theme] ?? {};
  const onPage = page[theme] ?? {};

  test.each(Object.keys(colours).filter((name) => name.startsWith('text-') && name !== 'text-count'))('%s can be read in its halo', (name) => {
    expect(contrast(colours, name, 'halo')).toBeGreaterThanOrEqual(4.5);
  });

  test('numbers can be read in their circles, and icons seen in their discs', () => {
    expect(contrast(colours, 'text-count', 'count-parcels')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours, 'icon', 'facility')).toBeGreaterThanOrEqual(3);
  });

  test.each(['market', 'facility', 'draft-parcel', 'draft-road', 'draft-market-asset', 'selected', 'department-line', 'survey-track'])(
    '%s stands out from the land', (name) => {
      expect(contrast(colours, name, 'land')).toBeGreaterThanOrEqual(3);
    },
  );

  test.each(TEXTS_OF_THE_PAGE)('%s can be read on %s', (one, other) => {
    expect(contrast(onPage, one, other)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SIGNS_OF_THE_PAGE)('%s stands out from %s', (one, other) => {
    expect(contrast(onPage, one, other)).toBeGreaterThanOrEqual(3);
  });

  test('the page behind the map has its colour', () => {
    expect(onPage['ground']).toBe(colours['beyond']);
  });
});

test('each colour is in both themes, and in use', () => {
  expect(Object.keys(map['dark'] ?? {})).toEqual(Object.keys(map['light'] ?? {}));
  const used = new Set([...template.matchAll(/"@([\w-]+)"/g)].map(([, name]) => name));
  const drawnByThePage = ['./overlay.ts', './survey.ts'].flatMap((path) => [...read(path).matchAll(/colour\('([\w-]+)'\)/g)].map(([, name]) => name));
  expect(Object.keys(map['light'] ?? {}).filter((name) => !used.has(name) && !drawnByThePage.includes(name))).toEqual([]);
});
