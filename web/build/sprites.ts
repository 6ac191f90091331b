/**
 * The icons of the map in one image, with a table of where each lies. All are distance fields: the style tints them and
 * gives them halos, in each of its themes.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { BUFFER_PX, fieldMaker } from './outline-sdf.ts';

/** Width and height of every icon on the screen. */
const SIZE_PX = 20;
const FOLDER = new URL('../src/map/icons/', import.meta.url);

/** An icon: its name and the path data of its drawing. */
export interface Icon {
  name: string;
  path: string;
}

/** Where an icon lies in the image, in pixels of it. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
  pixelRatio: number;
  sdf: true;
}

/** All icons, by name. */
export async function readIcons(): Promise<Icon[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.svg')).sort();
  return Promise.all(
    files.map(async (file) => {
      const path = / d="([^"]+)"/.exec(await readFile(new URL(file, FOLDER), 'utf8'))?.[1];
      if (path === undefined) throw new Error(`${file} has no path`);
      return { name: file.replace(/\.svg$/, ''), path };
    }),
  );
}

/** The image and its table for screens with `scale` pixels for one of the style. */
export function spriteSheet(icons: Icon[], scale: number): { png: Buffer; table: Record<string, Place> } {
  const side = (SIZE_PX + 2 * BUFFER_PX) * scale;
  const makeField = fieldMaker(SIZE_PX * scale, scale);
  const sheet = createCanvas(side * icons.length, side);
  const table: Record<string, Place> = {};
  icons.forEach(({ name, path }, place) => {
    const box = [0, 0, SIZE_PX * scale, SIZE_PX * scale] as const;
    const { data } = makeField({ path, box, rule: 'evenodd', scale });
    const pixels = new Uint8ClampedArray(4 * side * side);
    data.forEach((value, i) => (pixels[4 * i + 3] = value));
    sheet.getContext('2d').putImageData(new ImageData(pixels, side, side), place * side, 0);
    table[name] = { x: place * side, y: 0, width: side, height: side, pixelRatio: scale, sdf: true };
  });
  return { png: sheet.toBuffer('image/png'), table };
}
