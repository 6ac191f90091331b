/** Checks of an offline pack: its page shows the register from the files beside it, without Suuf. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { browser, checks, packFolder } from './harness.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.png': 'image/png' };

/** A server of files and nothing else, which knows no ranges: the plainest that somebody may have. */
async function serveFiles(folder) {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://pack').pathname);
    const path = asked === '/' ? '/index.html' : normalize(asked);
    readFile(join(folder, path)).then(
      (bytes) => response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, host: `127.0.0.1:${server.address().port}` };
}

/** Presses Enter on the map until what lies at its centre is told. */
const tellsTheCentre = (page) =>
  page.waitForFunction(() => {
    document.querySelector('#map canvas')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    const panel = document.querySelector('#panel');
    return panel && !panel.hidden && panel.textContent;
  });

export async function opensFromAPack(parcel) {
  const { server, host } = await serveFiles(packFolder);
  const context = await browser.newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  const [asked, complaints] = [new Set(), []];
  page.on('request', (request) => /^https?:/.test(request.url()) && asked.add(new URL(request.url()).host));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('response', (response) => response.status() >= 400 && complaints.push(response.url()));
  await page.goto(`http://${host}/#17/${parcel.at[1]}/${parcel.at[0]}`);
  const told = await (await tellsTheCentre(page)).jsonValue();
  await checks.that('the page of a pack shows the parcels of the register', async () => told.includes('Parcelle') && told.includes(parcel.number), () => told);
  await checks.that('with whom to credit', async () => (await page.locator('.maplibregl-ctrl-attrib').textContent()).includes('Suuf'));
  await checks.that('a pack asks no other host', async () => [...asked].join() === host, () => [...asked].join());
  await checks.that('and misses nothing', async () => complaints.length === 0 && (await page.locator('#trouble').isHidden()), () => complaints.join(' | '));
  await context.close();
  server.close();
}
