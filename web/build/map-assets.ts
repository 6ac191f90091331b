/** Puts the glyphs and the icons of the map into the build, where the server finds them. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { FONT_LICENCE, FONTS, glyphRange, openFont, RANGE_STARTS, rangeName } from './glyphs.ts';
import { onFolder } from './on-folder.ts';
import { readIcons, spriteSheet } from './sprites.ts';

async function writeGlyphs(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(FONT_LICENCE, join(folder, 'LICENSE.txt'));
  for (const [name, file] of Object.entries(FONTS)) {
    const font = await openFont(file);
    await mkdir(join(folder, name), { recursive: true });
    for (const start of RANGE_STARTS) await writeFile(join(folder, name, `${rangeName(start)}.pbf`), glyphRange(name, font, start));
  }
}

async function writeSprites(folder: string): Promise<void> {
  const icons = await readIcons();
  await mkdir(folder, { recursive: true });
  for (const [scale, suffix] of [[1, ''], [2, '@2x']] as const) {
    const { png, table } = spriteSheet(icons, scale);
    await writeFile(join(folder, `suuf${suffix}.png`), png);
    await writeFile(join(folder, `suuf${suffix}.json`), JSON.stringify(table));
  }
}

/** The Vite plugin: acts once, when the bundle has been written and before it is compressed. */
export const mapAssets = (): Plugin =>
  onFolder('suuf:map-assets', 'writeBundle', async (folder) => {
    await writeGlyphs(join(folder, 'glyphs'));
    await writeSprites(join(folder, 'sprites'));
  });
