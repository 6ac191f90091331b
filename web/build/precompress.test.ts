import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressed } from './precompress';

test('both forms decompress to the very bytes', async () => {
  const bytes = Buffer.from('parcelle '.repeat(500));
  const [gz, br] = await compressed(bytes);
  expect(gz?.suffix).toBe('.gz');
  expect(gunzipSync(gz?.bytes ?? Buffer.alloc(0))).toEqual(bytes);
  expect(br?.suffix).toBe('.br');
  expect(brotliDecompressSync(br?.bytes ?? Buffer.alloc(0))).toEqual(bytes);
});

test('what compression would make larger stays as it is', async () => {
  expect(await compressed(Buffer.from('x'))).toEqual([]);
});
