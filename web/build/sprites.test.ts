import { loadImage, createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { readIcons, spriteSheet } from './sprites';

test('each icon lies in a place of its own, drawn in the middle and free at its edge', async () => {
  const icons = await readIcons();
  for (const scale of [1, 2]) {
    const { png, table } = spriteSheet(icons, scale);
    const image = await loadImage(png);
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    expect(Object.keys(table)).toEqual(icons.map(({ name }) => name));
    for (const { x, y, width, height } of Object.values(table)) {
      expect(x + width).toBeLessThanOrEqual(image.width);
      const alpha = context.getImageData(x, y, width, height).data.filter((_, i) => i % 4 === 3);
      expect(Math.max(...alpha)).toBeGreaterThan(192);
      expect(alpha[0]).toBeLessThan(192);
    }
  }
});
