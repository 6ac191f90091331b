/** Signed distance fields of outlines, in which MapLibre wants its glyphs and the icons that it tints. */
import TinySDF from '@mapbox/tiny-sdf';
import { createCanvas, type ImageData, Path2D, type SKRSContext2D } from '@napi-rs/canvas';

/** The edge lies at this share of a byte; MapLibre's shaders are written for it. */
const CUTOFF = 0.25;
/** Distances further from the edge are all alike, in pixels of the image's scale. */
const RADIUS_PX = 8;
/** Room around an outline for its halo, in pixels of the image's scale. */
export const BUFFER_PX = 3;

/** Left, top, right and bottom, y down. */
export type Box = readonly [number, number, number, number];

/** What a field is made of: path data of SVG, by what to enlarge them, the box of the result in pixels, and how parts overlap. */
export interface Outline {
  path: string;
  scale: number;
  box: Box;
  rule: 'evenodd' | 'nonzero';
}

/** A field: one byte a pixel, and where its unbuffered box begins. */
export interface Field {
  data: Uint8ClampedArray;
  width: number;
  height: number;
  left: number;
  top: number;
}

/** The library reads letters off a canvas; this hands it outlines instead, so that no font of the machine has a say. */
class OutlineReader extends TinySDF {
  outline: Outline = { path: '', scale: 1, box: [0, 0, 0, 0], rule: 'nonzero' };

  _createCanvas(size: number): object {
    const context = createCanvas(size, size).getContext('2d');
    return { getContext: () => standIn(context, () => this.outline) };
  }
}

/** What the library asks of a canvas, answered for an outline. */
function standIn(context: SKRSContext2D, outline: () => Outline): object {
  return {
    measureText() {
      const [left, top, right, bottom] = outline().box;
      return { width: 0, actualBoundingBoxAscent: -top, actualBoundingBoxDescent: bottom, actualBoundingBoxLeft: -left, actualBoundingBoxRight: right };
    },
    clearRect: context.clearRect.bind(context),
    fillText(_: string, x: number, y: number) {
      const { path, scale, rule } = outline();
      context.setTransform(scale, 0, 0, scale, x, y);
      context.fill(new Path2D(path), rule);
      context.resetTransform();
    },
    getImageData: (...box: [number, number, number, number]) => undoGamma(context.getImageData(...box)),
  };
}

/** The library expects the coverage that browsers draw, which is darker than the area that is covered. */
function undoGamma(image: ImageData): ImageData {
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255 * ((image.data[i] ?? 0) / 255) ** 2.2;
  return image;
}

/**
 * Levels of a byte that a distance is told in: edges to a fifth of a pixel of letters 24 pixels high, which nobody sees in the smaller
 * ones of the map, and two fifths less to fetch.
 */
const LEVEL = 12;
const EDGE = 255 * (1 - CUTOFF);

/** Distances in levels; the edge is one. */
const inLevels = (distances: Uint8ClampedArray): Uint8ClampedArray => distances.map((it) => EDGE + Math.round((it - EDGE) / LEVEL) * LEVEL);

/** Makes fields of outlines up to `size_px` wide and high, in an image that has `scale` pixels for one on the screen. */
export function fieldMaker(size_px: number, scale = 1): (outline: Outline) => Field {
  const reader = new OutlineReader({ fontSize: size_px, buffer: BUFFER_PX * scale, radius: RADIUS_PX * scale, cutoff: CUTOFF });
  return (outline) => {
    reader.outline = outline;
    const { data, width, height, glyphLeft, glyphTop } = reader.draw('');
    return { data: inLevels(data), width, height, left: glyphLeft, top: glyphTop };
  };
}
