/** The browser, the pages and the waiting that every check of the web app shares. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { Checks } from './checks.mjs';

export const address = process.env.SUUF_URL;
const sampleLog = process.env.SUUF_SAMPLE_LOG;
const pictures = process.env.SUUF_SCREENSHOTS;
/** The folder of an offline pack. */
export const packFolder = process.env.SUUF_PACK;
if (!address || !sampleLog || !packFolder) {
  console.error('SUUF_URL, SUUF_SAMPLE_LOG and SUUF_PACK are wanted');
  process.exit(2);
}

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const PATIENCE_MS = 60_000;
const THIES = [-16.95, 14.75, -16.85, 14.83];

const DESKTOP = { viewport: { width: 1280, height: 800 }, locale: 'fr-FR' };
export const PHONE = { viewport: { width: 360, height: 740 }, locale: 'fr-FR', isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

export const folder = await mkdtemp(join(tmpdir(), 'suuf-browser-'));
export const checks = new Checks();
// Every launch has a profile of its own, in a folder that goes with it.
export const browser = await chromium.launch({ executablePath: process.env.SUUF_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/** Errors and warnings, but not the remarks of a graphics driver that draws in software. */
const isComplaint = (message) => ['error', 'warning'].includes(message.type()) && !message.text().includes('GL Driver Message');

const sessions = new Map();

/** The cookie of a demo account: signed in once, used by every page that opens as it. */
export async function cookieOf(login) {
  if (!sessions.has(login)) {
    const { demo } = await (await fetch(new URL('/session', address))).json();
    const account = demo?.find((it) => it.login === login);
    if (!account) throw new Error(`${login} is not offered: start Suuf with --demo`);
    const body = JSON.stringify({ login, password: account.password });
    const answer = await fetch(new URL('/session', address), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const [name, value] = answer.headers.get('set-cookie').split(';')[0].split('=');
    sessions.set(login, { name, value, url: address });
  }
  return sessions.get(login);
}

/** Whoever sends in these checks; nobody decides on what they sent themselves. */
const SENDER = 'demo-service-2';
export const DECIDER = 'demo-service';

/** From here on somebody else sits before a page, and opens it anew. */
export async function comes(page, login) {
  await page.context().addCookies([await cookieOf(login)]);
  await page.goto(new URL('/?test', address).href);
  await idle(page);
}

/** Opens the review of a draft from the list; without an identifier, that of the first one. */
export async function examines(page, id) {
  if ((await page.locator('#drafts').count()) === 0) await page.locator('[data-tool=drafts]').click();
  const entry = page.locator(id ? `[data-waiting='${id}']` : '[data-waiting]').first();
  await entry.waitFor();
  const chosen = await entry.getAttribute('data-waiting');
  await entry.click();
  await page.waitForSelector('#feature [data-draft-state]');
  return chosen;
}

/** Approves the draft under review: every warning gets an answer, and a department what has none. */
export async function approves(page) {
  await page.locator('[data-action=approve]').click();
  for (const answer of await page.locator('[data-answer] textarea').all()) await answer.fill('Vérifié sur place.');
  const department = page.locator('#feature select[name=department]');
  if ((await department.count()) > 0) await department.selectOption('SN1302');
  const answered = page.waitForResponse((response) => response.url().endsWith('/approval'));
  await page.locator('[data-action=confirm-approve]').click();
  const response = await answered;
  if (!response.ok()) throw new Error(`approval: ${response.status()} ${await response.text()}`);
  return response.json();
}

/** A page that remembers what it complained about and whom it asked; opened as somebody, or as nobody. */
export async function openPage(path, { device = DESKTOP, as = SENDER, prepare = async () => undefined } = {}) {
  const context = await browser.newContext(device);
  if (as) await context.addCookies([await cookieOf(as)]);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints = [];
  const hosts = new Set();
  page.on('console', (message) => isComplaint(message) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  const answers = [];
  page.on('request', (request) => /^https?:/.test(request.url()) && hosts.add(new URL(request.url()).host));
  page.on('requestfinished', (request) => answers.push(request));
  await prepare(page);
  await page.goto(new URL(path, address).href);
  return { page, context, complaints, hosts, answers };
}

/** Resolves once everything in view is loaded and drawn. */
export const idle = (page) =>
  page.waitForFunction(() => {
    const map = window.__suuf_map;
    return map?.isStyleLoaded() && map.areTilesLoaded() && !map.isMoving() && document.querySelector('#map[data-ready=true]');
  });

/** How many features of a layer are on the screen, by their identifiers. */
export const drawn = (page, layer, id) =>
  page.evaluate(
    ([layerName, wanted]) => {
      const features = window.__suuf_map.queryRenderedFeatures().filter((feature) => feature.sourceLayer === layerName);
      return new Set(features.map((feature) => feature.properties.id).filter((it) => !wanted || it === wanted)).size;
    },
    [layer, id ?? null],
  );

export const waitDrawn = (page, layer, id) =>
  page.waitForFunction(
    ([layerName, wanted]) =>
      window.__suuf_map.queryRenderedFeatures().some((it) => it.sourceLayer === layerName && it.properties.id === wanted),
    [layer, id],
  );

export async function jumpTo(page, centre, zoom) {
  await page.evaluate(([at, z]) => window.__suuf_map.jumpTo({ center: at, zoom: z }), [centre, zoom]);
  await idle(page);
}

export async function picture(page, name) {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** Some parcel of the register near Thiès, or anywhere, and a point inside its outline's box. */
export async function someParcel() {
  const fetchItems = async (query) => (await fetch(new URL(`/collections/parcels/items?limit=1${query}`, address))).json();
  let { features } = await fetchItems(`&bbox=${THIES.join()}`);
  if (features.length === 0) ({ features } = await fetchItems(''));
  const ring = features[0].geometry.coordinates.flat(Infinity);
  const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return {
    id: features[0].id,
    number: features[0].properties.number,
    at: [middle(ring.filter((_, index) => index % 2 === 0)), middle(ring.filter((_, index) => index % 2 === 1))],
  };
}

/** Names of the pictures that the server lists with the newest upload. */
export async function listedPictures() {
  const { name, value } = await cookieOf(SENDER);
  const headers = { cookie: `${name}=${value}` };
  const fetchJson = async (path) => (await fetch(new URL(path, address), { headers })).json();
  const { uploads } = await fetchJson('/uploads?limit=1');
  return (await fetchJson(`/uploads/${uploads[0].id}`)).pictures.map(({ name }) => name);
}

/** The width of an image by itself, once it has come; 0 when it is broken. */
export const loadedWidth = (image) =>
  image.evaluate(async (it) => {
    if (!it.complete) await new Promise((resolve) => { it.onload = it.onerror = resolve; });
    return it.naturalWidth;
  });

/** The sample log with a line of its own, so that a server which has seen the log takes this one for new. */
export async function freshLog() {
  const path = join(folder, basename(sampleLog));
  const stamp = `\r\n$PSUUF,${Date.now()}\r\n`;
  await writeFile(path, Buffer.concat([await readFile(sampleLog), Buffer.from(stamp)]));
  return path;
}

/** The positions of the sample log alone: nothing in it says on which day they were measured. */
export async function undatedLog() {
  const path = join(folder, 'sans-date.nmea');
  const lines = (await readFile(sampleLog, 'latin1')).split(/\r?\n/).filter((line) => /^\$..GGA,/.test(line));
  await writeFile(path, `${lines.join('\r\n')}\r\n$PSUUF,${Date.now()}\r\n`, 'latin1');
  return path;
}

/** The requests that the first map takes, each address once: those begun before the last tile and letter had come. */
export function ofTheFirstMap(answers) {
  const drawn = answers.filter((request) => /\/glyphs\/|\/tiles\/.*\/\d+$/.test(request.url()));
  const end_ms = Math.max(...drawn.map((request) => request.timing().startTime + request.timing().responseEnd));
  const begun = answers.filter((request) => request.timing().startTime <= end_ms);
  return [...new Map(begun.map((request) => [request.url(), request])).values()];
}

/** Bytes that requests take over the wire where browsers ask for gzip alone, as they do without HTTPS. */
export async function bytesWithGzip(requests) {
  const { name, value } = await cookieOf(SENDER);
  const headers = { 'accept-encoding': 'gzip', cookie: `${name}=${value}` };
  const sizes = requests.map(
    (request) =>
      new Promise((resolve, reject) => {
        get(request.url(), { headers }, async (answer) => {
          let bytes = 0;
          for await (const chunk of answer) bytes += chunk.length;
          resolve(bytes);
        }).on('error', reject);
      }),
  );
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}
