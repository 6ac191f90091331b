/**
 * The letters of the map's labels, as MapLibre clients want them: for each font and range of 256 code points a protobuf
 * (glyphs.proto of node-fontnik) with a distance field for each letter.
 */
import { readFile } from 'node:fs/promises';
import opentype, { type Font } from 'opentype.js';
import { PbfWriter } from 'pbf';
import { BUFFER_PX, fieldMaker } from './outline-sdf.ts';

/** The size at which clients expect the fields. */
const SIZE_PX = 24;

/** The fonts by the names that the style calls them, and their files in the package registry. */
export const FONTS = {
  'Noto Sans Regular': '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  'Noto Sans Bold': '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
} as const;

/**
 * First code points of the ranges that French and the languages of Senegal are written with: Latin with its
 * Extended-A and -B, the phonetic letters (ɓ ɗ ƴ ŋ), combining marks, Extended Additional, punctuation and currency signs.
 */
export const RANGE_STARTS = [0x0, 0x100, 0x200, 0x300, 0x1e00, 0x2000, 0x2100] as const;
const RANGE_LENGTH = 256;
/** Of the range of combining marks, which Greek shares, the marks alone. */
const NOT_LATIN = { from: 0x370, to: 0x3ff };

const packages = new URL('../node_modules/', import.meta.url);

/** The licence of the fonts: it goes wherever the glyphs go. */
export const FONT_LICENCE = new URL('@expo-google-fonts/noto-sans/LICENSE_FONT', packages);

/** A font of the registry. */
export async function openFont(file: string): Promise<Font> {
  const bytes = await readFile(new URL(file, packages));
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
}

/** The name of a range in addresses. */
export const rangeName = (start: number): string => `${start}-${start + RANGE_LENGTH - 1}`;

/** The file of a range: every code point that the font has. */
export function glyphRange(name: string, font: Font, start: number): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeMessage(1, writeStack, { name, font, start });
  return pbf.finish();
}

function writeStack({ name, font, start }: { name: string; font: Font; start: number }, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeStringField(2, rangeName(start));
  for (let code = start; code < start + RANGE_LENGTH; code += 1) {
    const isWritten = code >= 0x20 && !(code >= NOT_LATIN.from && code <= NOT_LATIN.to);
    if (isWritten && font.charToGlyph(String.fromCodePoint(code)).index > 0) writer.writeMessage(3, writeGlyph, { font, code });
  }
}

/** Some signs are wider than the size of their font. */
const makeField = fieldMaker(2 * SIZE_PX);

function writeGlyph({ font, code }: { font: Font; code: number }, writer: PbfWriter): void {
  const glyph = font.charToGlyph(String.fromCodePoint(code));
  const path = glyph.getPath(0, 0, SIZE_PX);
  const { x1, y1, x2, y2 } = path.getBoundingBox();
  const field = makeField({ path: path.toPathData(3), scale: 1, box: [x1, y1, x2, y2], rule: 'nonzero' });
  const scale = SIZE_PX / font.unitsPerEm;
  const isBlank = x1 === x2 || y1 === y2;
  const [width, height] = isBlank ? [0, 0] : [field.width - 2 * BUFFER_PX, field.height - 2 * BUFFER_PX];
  writer.writeVarintField(1, code);
  if (!isBlank) writer.writeBytesField(2, new Uint8Array(field.data));
  writer.writeVarintField(3, width);
  writer.writeVarintField(4, height);
  writer.writeSVarintField(5, isBlank ? 0 : field.left);
  // Clients count from the top of the line, which is where the font says that its letters end.
  writer.writeSVarintField(6, (isBlank ? 0 : field.top) - Math.ceil(font.ascender * scale));
  writer.writeVarintField(7, Math.round((glyph.advanceWidth ?? 0) * scale));
}
