/**
 * Derives `src/api/schema.ts` from the server's OpenAPI document.
 *
 * `--check` writes nothing and fails when the committed file is not what the document gives.
 */
import { readFile, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';

const contract = new URL('../../tile-server/openapi.json', import.meta.url);
const target = new URL('../src/api/schema.ts', import.meta.url);
const header = '/** The HTTP contract as types. Generated from tile-server/openapi.json by `npm run api:types`: do not edit. */\n\n';

const wanted = header + astToString(await openapiTypescript(contract));

if (process.argv.includes('--check')) {
  const found = await readFile(target, 'utf8').catch(() => '');
  if (found !== wanted) {
    console.error('src/api/schema.ts is stale: run `npm run api:types`');
    process.exit(1);
  }
} else {
  await writeFile(target, wanted);
}
