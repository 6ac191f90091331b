import { PbfReader } from 'pbf';
import { expect, test } from 'vitest';
import { FONTS, glyphRange, openFont, RANGE_STARTS } from './glyphs';
import { BUFFER_PX } from './outline-sdf';

interface Glyph {
  bitmap: Uint8Array | null;
  numbers: Record<number, number>;
}

/** The glyphs of a file by their code points, read without the code that wrote them. */
function glyphsOf(file: Uint8Array): Map<number, Glyph> {
  const glyphs = new Map<number, Glyph>();
  const readGlyph = (tag: number, glyph: Glyph, pbf: PbfReader) => {
    if (tag === 2) glyph.bitmap = pbf.readBytes();
    else glyph.numbers[tag] = tag === 5 || tag === 6 ? pbf.readSVarint() : pbf.readVarint();
  };
  const readStack = (tag: number, _: null, pbf: PbfReader) => {
    if (tag !== 3) return;
    const glyph = pbf.readMessage<Glyph>(readGlyph, { bitmap: null, numbers: {} });
    glyphs.set(glyph.numbers[1] ?? -1, glyph);
  };
  new PbfReader(file).readFields((tag: number, none: null, pbf: PbfReader) => tag === 1 && pbf.readMessage(readStack, none), null);
  return glyphs;
}

const NAME = 'Noto Sans Regular';
const font = await openFont(FONTS[NAME]);

test.each(['Thiès, Saint-Louis – « Médina Gounass » n° 12 € œ Ç', 'Njàngalekat ŋ ñ ë', 'ɓ ɗ ƴ Ɓ Ɗ Ƴ ƥ ƭ ƙ ŋ', 'ḍ ẽ ẹ'])('%s can be written', (text) => {
  const all = new Map(RANGE_STARTS.flatMap((start) => [...glyphsOf(glyphRange(NAME, font, start))]));
  expect([...text].filter((letter) => !all.has(letter.codePointAt(0) ?? 0))).toEqual([]);
});

test('a bitmap is as large as its letter says, with room around it, and full where the letter is', () => {
  const glyphs = glyphsOf(glyphRange(NAME, font, 0));
  for (const { bitmap, numbers } of glyphs.values()) {
    const [width = 0, height = 0] = [numbers[3], numbers[4]];
    expect(bitmap?.length ?? 0).toBe(width === 0 ? 0 : (width + 2 * BUFFER_PX) * (height + 2 * BUFFER_PX));
  }
  const { bitmap, numbers } = glyphs.get('I'.codePointAt(0) ?? 0) ?? { bitmap: null, numbers: {} };
  const [width = 0, height = 0] = [numbers[3], numbers[4]];
  const row = width + 2 * BUFFER_PX;
  const middle = bitmap?.[row * Math.floor(BUFFER_PX + height / 2) + Math.floor(row / 2)] ?? 0;
  expect(middle).toBeGreaterThan(192);
  expect(bitmap?.[0]).toBeLessThan(128);
});

test('a space has width and nothing in it', () => {
  const space = glyphsOf(glyphRange(NAME, font, 0)).get(0x20);
  expect(space?.bitmap).toBeNull();
  expect(space?.numbers[7]).toBe(6);
});
