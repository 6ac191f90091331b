/** Checks of how the map starts: while the server still loads, and over somebody else's basemap. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checks, drawn, idle, openPage, packFolder } from './harness.mjs';

/** The server loads its register: the first two who ask for the map are told to come back. */
async function waitsForTheRegister() {
  let refusals = 2;
  const prepare = (page) =>
    page.route(/\/tiles\/[^/]+$/, (route) => {
      refusals -= 1;
      const problem = { type: 'about:blank', title: 'loading', status: 503, detail: 'loading', message: { fr: 'chargement', en: 'loading' } };
      const headers = { 'content-type': 'application/problem+json', 'retry-after': '1' };
      return refusals >= 0 ? route.fulfill({ status: 503, headers, body: JSON.stringify(problem) }) : route.continue();
    });
  const { page, context } = await openPage('/?test', { prepare });
  const told = page.locator('[role=status]', { hasText: 'charge encore le registre' });
  await told.waitFor();
  await checks.that('while the server loads the page says so, and wants no click', async () => (await told.locator('button').count()) === 0);
  await idle(page);
  await checks.that('and the map opens by itself', async () => refusals === -1 && (await drawn(page, 'departments')) >= 6, () => `${refusals}`);
  await checks.that('and the notice goes', async () => (await told.count()) === 0);
  await context.close();
}

/** Any PMTiles file does: here the pack's own. */
async function creditsItsBasemap() {
  const archive = await readFile(join(packFolder, 'map.pmtiles'));
  const prepare = async (page) => {
    await page.route(/\/style\.json/, async (route) => {
      const response = await route.fetch();
      const style = await response.json();
      const attribution = '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a>';
      style.sources.basemap = { type: 'vector', url: `pmtiles://${new URL('/basemap.pmtiles', route.request().url())}`, attribution };
      await route.fulfill({ response, json: style });
    });
    await page.route(/\/basemap\.pmtiles$/, (route) => {
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(route.request().headers()['range']) ?? [];
      const body = archive.subarray(Number(from), Number(to) + 1);
      return route.fulfill({ status: 206, body, headers: { 'content-range': `bytes ${from}-${Number(from) + body.length - 1}/${archive.length}` } });
    });
  };
  const { page, context, complaints, hosts } = await openPage('/?test', { prepare });
  await idle(page);
  await page.locator('[data-tool=legend]').click();
  const credit = page.locator('[data-credit]');
  const told = await credit.textContent();
  await checks.that('whom the basemap comes from stands on the map, whatever panel is open', async () => told.includes('© OpenStreetMap') && (await credit.isVisible()), () => told);
  await checks.that('a basemap asks no other host', async () => hosts.size === 1, () => [...hosts].join());
  await checks.that('and leaves the console silent', async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

export async function opensInSteps() {
  await waitsForTheRegister();
  await creditsItsBasemap();
}
