/** Checks of what the map is drawn with: letters and icons of this server, in a light and a dark theme. */
import { checks, drawn, idle, jumpTo, openPage, picture } from './harness.mjs';

const THIES = [-16.926, 14.79];

/** Whether labels or icons of a layer come onto the screen: names arrive and are placed after the tiles. */
const areSeen = (page, layer) =>
  page
    .waitForFunction((id) => window.__suuf_map.queryRenderedFeatures({ layers: [id] }).length > 0, layer)
    .then(() => true)
    .catch(() => false);
const background = (page) => page.evaluate(() => window.__suuf_map.getPaintProperty('background', 'background-color'));
const themeOfPage = (page) => page.locator('html').getAttribute('data-theme');

/** Resolves once the map is drawn in a theme. */
async function isIn(page, theme) {
  await page.waitForFunction((wanted) => window.__suuf_map?.getStyle()?.metadata?.['suuf:theme'] === wanted, theme);
  await idle(page);
}

async function drawsItsLetters() {
  const { page, context, complaints, hosts, answers } = await openPage('/?test', { as: null });
  const refused = [];
  page.on('response', (response) => response.status() >= 400 && refused.push(response.url()));
  page.on('requestfailed', (request) => refused.push(request.url()));
  await idle(page);
  await jumpTo(page, THIES, 8);
  await checks.that('departments are named', () => areSeen(page, 'departments-name'));
  await checks.that('parcels that are too small to be drawn are counted', () => areSeen(page, 'parcels-counts-number'));
  await checks.that('markets have their icon', () => areSeen(page, 'markets-mark'));
  for (const zoom of [12, 15, 17]) await jumpTo(page, THIES, zoom);
  await checks.that('streets are named along their lines', () => areSeen(page, 'roads-name'));
  await checks.that('parcels have their numbers', () => areSeen(page, 'parcels-number'));
  await checks.that('facilities have their icons', () => areSeen(page, 'facilities-icon'));
  const glyphs = answers.filter((request) => request.url().includes('/glyphs/'));
  const kept = await Promise.all(glyphs.map(async (request) => (await request.response()).headers()['cache-control']));
  await checks.that('letters come from this server, and are kept', async () => kept.length > 0 && kept.every((it) => it.includes('immutable')), () => kept.join());
  await checks.that('no request fails', async () => refused.length === 0, () => refused.join());
  await checks.that('nothing else is asked for them', async () => hosts.size === 1, () => [...hosts].join());
  await checks.that('drawing leaves the console silent', async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

async function switchesThemes(parcel) {
  const { page, context, complaints } = await openPage('/?test');
  await idle(page);
  const light = await background(page);
  await page.locator('[data-layer=roads]').uncheck();
  await jumpTo(page, parcel.at, 17);
  await page.locator('input[name=theme][value=dark]').focus();
  await page.keyboard.press('Space');
  await isIn(page, 'dark');
  await checks.that('the map becomes dark by the keyboard', async () => (await background(page)) !== light);
  await checks.that('the page becomes dark', async () => (await themeOfPage(page)) === 'dark');
  await checks.that('what is hidden stays hidden', async () => (await drawn(page, 'roads')) === 0 && (await drawn(page, 'parcels')) > 0);
  await picture(page, 'desktop-dark');
  await page.reload();
  await isIn(page, 'dark');
  await checks.that('dark is remembered', async () => (await themeOfPage(page)) === 'dark' && (await background(page)) !== light);
  await page.locator('input[name=theme][value=system]').check({ force: true });
  await isIn(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await isIn(page, 'dark');
  await checks.that('without a choice the page is as the machine', async () => (await themeOfPage(page)) === 'dark');
  await page.locator('[data-layer=roads]').check();
  await checks.that('changing themes leaves the console silent', async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

/** Letters, icons and both themes. */
export async function drawsInBothThemes(parcel) {
  await drawsItsLetters();
  await switchesThemes(parcel);
}
