/**
 * The web app in a real browser against a running Suuf: `SUUF_URL` says where it is, `SUUF_SAMPLE_LOG` is a log to
 * send, `SUUF_PACK` an offline pack of the same register, `SUUF_SCREENSHOTS` a folder for pictures. Waits on conditions, never on the clock.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  address, approves, comes, examines, DECIDER, PHONE, folder, checks, browser, openPage, idle, drawn, waitDrawn, jumpTo, picture, someParcel, freshLog, undatedLog, bytesWithGzip, ofTheFirstMap,
} from './harness.mjs';
import { managesAccounts } from './accounts.mjs';
import { fitsAPicture, refusesTheRejected, showsQuality } from './quality.mjs';
import { keepsRecords } from './records.mjs';
import { reviewsTogether } from './review.mjs';
import { opensFromAPack } from './pack.mjs';
import { opensInSteps } from './start.mjs';
import { drawsInBothThemes } from './themes.mjs';

async function opensCleanly() {
  const { page, complaints, hosts, answers } = await openPage('/?test');
  await idle(page);
  const firstMap = ofTheFirstMap(answers);
  const bytes = await bytesWithGzip(firstMap);
  await checks.that(`the first map takes ${Math.round(bytes / 1000)} kB with gzip, within 500`, async () => firstMap.some((request) => request.url().includes('/glyphs/')) && bytes < 500_000);
  await checks.that('the map opens on the departments', async () => (await drawn(page, 'departments')) >= 6);
  await page.waitForSelector('[data-department]');
  await checks.that('the legend lists six departments or more', async () => (await page.locator('[data-department]').count()) >= 6);
  await idle(page);
  await picture(page, 'desktop-departments');
  await checks.that('the page is in French', async () => (await page.locator('html').getAttribute('lang')) === 'fr');
  await page.getByRole('button', { name: 'English' }).click();
  await checks.that('the switch makes it English', async () => (await page.locator('#legend-title').textContent()) === 'Layers of the map');
  await page.reload();
  await idle(page);
  await checks.that('English is remembered', async () => (await page.locator('html').getAttribute('lang')) === 'en');
  await page.getByRole('button', { name: 'Français' }).click();
  await checks.that('nothing is asked of another host', async () => [...hosts].join() === new URL(address).host, () => [...hosts].join());
  await checks.that('the console stays silent', async () => complaints.length === 0, () => complaints.join(' | '));
  return page;
}

async function signsInAndOut() {
  const { page, context, complaints } = await openPage('/?test', { as: null });
  await idle(page);
  await checks.that('whoever is not signed in is offered no drafts', async () => (await page.locator('[data-tool=drafts]').count()) === 0);
  await page.locator('[data-tool=account]').click();
  await page.locator('#account input[name=login]').fill('demo-plan');
  await page.locator('#account input[name=password]').fill('suuf au marché');
  await picture(page, 'desktop-sign-in');
  await page.locator('[data-action=sign-in]').click();
  await page.waitForFunction(() => document.querySelector('[data-tool=account]')?.textContent.includes('Ousmane'));
  await page.locator('[data-tool=account]').click();
  await page.waitForSelector('[data-account=demo-plan]');
  await checks.that('a planner sees their name and is offered no drafts', async () => (await page.locator('[data-tool=drafts]').count()) === 0);
  await page.locator('[data-action=sign-out]').click();
  await page.locator('[data-tool=account]').click();
  await page.locator('[data-demo=demo-service]').click();
  await page.waitForSelector('[data-tool=drafts]');
  await checks.that('staff are offered the drafts', async () => (await page.locator('[data-tool=drafts]').count()) === 1);
  await checks.that('signing in leaves the console silent', async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

async function switchesLayers(page, parcel) {
  await jumpTo(page, parcel.at, 17);
  await checks.that('parcels are drawn', async () => (await drawn(page, 'parcels')) > 0);
  await page.waitForSelector('[data-layer=parcels]');
  await picture(page, 'desktop-quarter');
  await page.locator('[data-layer=parcels]').uncheck();
  await page.waitForFunction(() => !window.__suuf_map.queryRenderedFeatures().some((it) => it.sourceLayer === 'parcels'));
  await checks.that('a layer goes when its box is unchecked', async () => (await drawn(page, 'parcels')) === 0);
  await page.locator('[data-layer=parcels]').focus();
  await page.keyboard.press('Space');
  await waitDrawn(page, 'parcels', parcel.id);
  await checks.that('and comes back by the keyboard', async () => (await drawn(page, 'parcels')) > 0);
}

async function showsAttributes(page, parcel) {
  await jumpTo(page, parcel.at, 19);
  const point = await page.evaluate((at) => window.__suuf_map.project(at), parcel.at);
  const box = await page.locator('#map').boundingBox();
  await page.mouse.click(box.x + point.x, box.y + point.y);
  await page.waitForSelector('#feature [data-attribute=number]');
  const number = await page.locator('#feature [data-attribute=number] dd').textContent();
  await checks.that('a click on a parcel shows its number', async () => number === parcel.number, () => number);
  const degrees = await page.locator('[data-coordinates=degrees]').textContent();
  const utm = await page.locator('[data-coordinates=utm]').textContent();
  await checks.that('the coordinates stand in degrees and UTM', async () => /° N .*° O$/.test(degrees) && /^UTM 28N /.test(utm), () => `${degrees} ${utm}`);
  await picture(page, 'desktop-parcel');
  await page.keyboard.press('Escape');
  await checks.that('Escape closes the panel', async () => (await page.locator('#feature').count()) === 0);
  await page.locator('#map canvas').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#feature');
  await checks.that('Enter on the map asks for what is at its centre', async () => (await page.locator('#feature').count()) === 1);
  await page.keyboard.press('Escape');
}

async function uploadsAndApproves(page) {
  await page.locator('[data-tool=uploads]').click();
  await page.locator('input[name=logs]').setInputFiles(await freshLog());
  await page.waitForSelector('[data-report=processed]');
  await checks.that('an upload leads to its report', async () => (await page.locator('[data-bar=kept]').count()) === 1);
  const draftId = await page.locator('[data-draft]').first().getAttribute('data-draft');
  await waitDrawn(page, 'drafts', draftId);
  await idle(page);
  await checks.that('its draft is on the map', async () => (await drawn(page, 'drafts', draftId)) === 1);
  await picture(page, 'desktop-report');
  await showsQuality(page);
  await page.locator('[data-action=examine]').first().click();
  await page.waitForSelector('#feature [data-draft-state]');
  await checks.that('whoever proposed cannot decide', async () => (await page.locator('#feature [data-action=approve]').count()) === 0);
  await comes(page, DECIDER);
  await examines(page, draftId);
  await page.waitForSelector('#feature [data-grade]');
  await checks.that('whoever decides sees the grade', async () => (await page.locator('#feature [data-grade]').count()) === 1);
  await picture(page, 'desktop-approval');
  const { collection, id } = await approves(page);
  await waitDrawn(page, collection, id);
  await checks.that('once approved it is in the register’s layer', async () => (await drawn(page, collection, id)) === 1);
  await page.waitForFunction(
    (draft) => !window.__suuf_map.queryRenderedFeatures().some((it) => it.sourceLayer === 'drafts' && it.properties.id === draft),
    draftId,
  );
  await checks.that('and no longer among the drafts', async () => (await drawn(page, 'drafts', draftId)) === 0);
  await page.waitForSelector('#feature [data-attribute]');
  await idle(page);
  await picture(page, 'desktop-approved');
  await page.keyboard.press('Escape');
}

async function survivesTrouble() {
  const noWebgl = await openPage('/', {
    prepare: (page) =>
      page.addInitScript(() => {
        HTMLCanvasElement.prototype.getContext = () => null;
      }),
  });
  await noWebgl.page.waitForSelector('[role=alert]');
  await checks.that('without WebGL the page says so', async () => (await noWebgl.page.locator('[role=alert]').textContent()).includes('WebGL'));
  await picture(noWebgl.page, 'desktop-no-webgl');
  await noWebgl.context.close();

  const down = await openPage('/?test', { prepare: (page) => page.route('**/style.json*', (route) => route.abort()) });
  await down.page.waitForSelector('[role=alert]');
  await checks.that('without the server the page says so', async () => (await down.page.locator('[role=alert] button').count()) === 1);
  await down.page.unroute('**/style.json*');
  await down.page.locator('[role=alert] button').click();
  await idle(down.page);
  await checks.that('and the map comes when tried again', async () => (await drawn(down.page, 'departments')) >= 1);
  await down.context.close();

  const holes = await openPage('/?test', { prepare: (page) => page.context().route(/\/tiles\/[^/]+\/\d+\//, (route) => route.abort()) });
  await holes.page.waitForSelector('[role=status] button');
  await idle(holes.page);
  await checks.that('tiles that do not come are said to be missing', async () => (await holes.page.locator('[role=status] button').count()) === 1);
  await holes.context.unroute(/\/tiles\/[^/]+\/\d+\//);
  await holes.page.locator('[role=status] button').click();
  await holes.page.waitForFunction(() => window.__suuf_map.queryRenderedFeatures().some((it) => it.sourceLayer === 'departments'));
  // What was asked for again arrives tile by tile, and each arrival draws anew.
  await idle(holes.page);
  await checks.that('and come when asked for again', async () => (await drawn(holes.page, 'departments')) >= 1);
  await holes.context.close();
}

async function waitsForTheNetwork() {
  const { page, context } = await openPage('/?test');
  await idle(page);
  await page.locator('[data-tool=uploads]').click();
  await context.setOffline(true);
  const log = await freshLog();
  await page.locator('input[name=logs]').setInputFiles(log);
  await page.waitForSelector('[data-queue-state=retrying]');
  await checks.that('a file chosen offline waits', async () => (await page.locator('[data-queue-state]').count()) === 1);
  await picture(page, 'desktop-offline');
  await context.setOffline(false);
  await page.waitForSelector('[data-report=processed]');
  await checks.that('and leaves when the network is back', async () => (await page.locator('[data-report]').count()) === 1);
  return { page, context, log };
}

async function returnsADraft({ page, context, log }) {
  const draftId = await page.locator('[data-draft]').first().getAttribute('data-draft');
  await comes(page, DECIDER);
  await examines(page, draftId);
  await page.locator('[data-action=return]').click();
  await page.locator('textarea[name=reason]').fill('Le tour n’est pas fermé.');
  await page.locator('[data-action=confirm-return]').click();
  await page.waitForSelector('[data-draft-state=returned]');
  await checks.that('a draft can go back with its reason', async () => (await page.locator('[data-draft-state=returned]').count()) === 1);
  await picture(page, 'desktop-returned');
  await page.keyboard.press('Escape');
  await page.locator('[data-tool=uploads]').click();
  const again = page.waitForResponse((response) => response.url().endsWith('/uploads') && response.request().method() === 'POST');
  await page.locator('input[name=logs]').setInputFiles(log);
  const status = (await again).status();
  await page.waitForSelector('[data-report=processed] [role=status]');
  await checks.that('the same file again is known and not stored twice', async () => status === 200, () => `${status}`);
  await context.close();
}

/** Aborts what is sent, while everything else is answered. */
const UPLOADS = /\/uploads$/;
const refuseUploads = (page) => page.route(UPLOADS, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));

async function keepsFilesOverAReload() {
  const { page, context } = await openPage('/?test', { prepare: refuseUploads });
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.accept();
  });
  await idle(page);
  await page.locator('[data-tool=uploads]').click();
  await page.locator('input[name=note]').fill('près du puits');
  await page.locator('input[name=logs]').setInputFiles(await freshLog());
  await page.waitForSelector('[data-queue-state=retrying] [data-kept]');
  await page.locator('[data-action=remove]').click();
  await checks.that('an unsent file is not removed without a second word', async () => (await page.locator('[data-action=confirm-remove]').count()) === 1);
  await picture(page, 'desktop-kept');
  await page.reload();
  await idle(page);
  await page.locator('[data-tool=uploads]').click();
  await page.waitForSelector('[data-queue-state] [data-kept]');
  await checks.that('a file that was not sent is still listed after a reload', async () => (await page.locator('[data-queue-state]').count()) === 1);
  await checks.that('and closing the page needed no warning', async () => dialogs === 0);
  await page.waitForSelector('[data-queue-state=retrying]');
  await page.unroute(UPLOADS);
  const answered = page.waitForResponse((response) => UPLOADS.test(response.url()) && response.request().method() === 'POST');
  // The next try may come before the button is reached; the file leaves either way.
  const pressed = page.locator('[data-queue-state=retrying] .button').first().click({ timeout: 5_000 }).catch(() => undefined);
  const upload = await (await answered).json();
  await pressed;
  await page.waitForSelector('[data-queue-state=processed]');
  await checks.that('and is sent as it was once the server is back', async () => upload.note === 'près du puits' && upload.size_bytes > 0, () => JSON.stringify(upload));
  await page.reload();
  await idle(page);
  await page.locator('[data-tool=uploads]').click();
  await page.waitForSelector('[data-upload]');
  await checks.that('what the server has is kept no longer', async () => (await page.locator('[data-queue-state]').count()) === 0);
  await context.close();
}

async function saysWhenNothingIsKept() {
  const { page, context } = await openPage('/?test', {
    prepare: (it) => it.addInitScript(() => Object.defineProperty(window, 'indexedDB', { get: () => undefined })),
  });
  await idle(page);
  await page.locator('[data-tool=uploads]').click();
  await page.waitForSelector('#uploads [role=status]');
  const told = await page.locator('#uploads [role=status]').first().textContent();
  await checks.that('a browser that keeps nothing says so', async () => told.includes('laissez cette page ouverte'), () => told);
  await context.close();
}

async function givesALogItsDay() {
  const { page, context, complaints } = await openPage('/?test');
  await idle(page);
  await page.locator('[data-tool=uploads]').click();
  await page.locator('input[name=logs]').setInputFiles(await undatedLog());
  await page.waitForSelector('[data-finding=no_date]');
  await page.locator('input[name=day]').fill('2026-02-03');
  await picture(page, 'desktop-day');
  await page.locator('[data-action=give-day]').click();
  await page.waitForSelector('[data-finding=date_by_operator]');
  await checks.that('a log without a date is given its day', async () => (await page.locator('[data-finding=no_date]').count()) === 0);
  await checks.that('without a complaint', async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

/** The answer to an approval is lost on the way, and so is the feature that it made, the first time. */
async function survivesALostAnswer() {
  const { page, context } = await openPage('/?test', { as: DECIDER });
  await idle(page);
  await examines(page);
  await page.locator('[data-action=approve]').click();
  for (const answer of await page.locator('[data-answer] textarea').all()) await answer.fill('Vérifié sur place.');
  const wrong = page.locator('#feature input[name=nicad], #feature input[name=number], #feature input[name=width_m]').first();
  if ((await wrong.count()) > 0) {
    await wrong.fill('12 x');
    await page.locator('[data-action=confirm-approve]').click();
    const told = await wrong.evaluate((field) =>
      (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' '),
    );
    const focused = await wrong.evaluate((field) => field === document.activeElement);
    await checks.that('a wrong field says why and has the focus', async () => focused && /NICAD|numéro/.test(told), () => `${focused} ${told}`);
    await wrong.fill('');
  }
  const department = page.locator('#feature select[name=department]');
  if ((await department.count()) > 0) await department.selectOption('SN1302');
  await page.route(/\/approval$/, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.locator('[data-action=confirm-approve]').click();
  await page.waitForSelector('#feature [role=alert]');
  await page.unroute(/\/approval$/);
  await page.locator('[data-action=confirm-approve]').click();
  await page.waitForSelector('#feature [data-draft-state=approved]');
  await checks.that('an approval whose answer was lost is found when tried again', async () => (await page.locator('#feature [role=alert]').count()) === 0);
  const items = /\/collections\/[a-z-]+\/items\/[0-9a-f-]{36}$/;
  await page.route(items, (route) => route.abort());
  await page.locator('#feature [data-action=show]').click();
  await page.waitForSelector('#feature [role=alert]');
  await page.unroute(items);
  await page.locator('#feature [data-action=show]').click();
  await page.waitForSelector('#feature [data-attribute]');
  await checks.that('and what it became is one press away', async () => (await page.locator('#feature [data-draft-state]').count()) === 0);
  await context.close();
}

async function decidesFromTheList() {
  const { page, context, complaints } = await openPage('/?test', { as: DECIDER });
  await idle(page);
  await page.waitForSelector('[data-tool=drafts] .count');
  const badge = await page.locator('[data-tool=drafts] .count').textContent();
  await page.locator('[data-tool=drafts]').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-waiting]');
  const waiting = await page.locator('[data-waiting]').count();
  await checks.that('the drafts to decide are listed and counted', async () => badge === `${waiting}` || (waiting === 20 && badge === '20+'), () => `${badge}, ${waiting}`);
  const id = await page.locator('[data-waiting]').first().getAttribute('data-waiting');
  await page.evaluate((at) => window.__suuf_map.jumpTo({ center: at, zoom: 9 }), [-16.9, 14.7]);
  await idle(page);
  await checks.that('from afar drafts are marks', async () => (await drawn(page, 'drafts')) > 0);
  await checks.that('and markets are too', async () => (await drawn(page, 'markets')) > 0);
  await picture(page, 'desktop-drafts');
  await page.locator(`[data-waiting='${id}']`).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#feature [data-draft-state=submitted]');
  await waitDrawn(page, 'drafts', id);
  await idle(page);
  await checks.that('choosing one goes there and asks for the decision', async () => (await page.evaluate(() => window.__suuf_map.getZoom())) > 14);
  await picture(page, 'desktop-draft-chosen');
  await page.locator('[data-action=return]').click();
  await page.locator('textarea[name=reason]').fill('À mesurer à nouveau.');
  await page.locator('[data-action=confirm-return]').click();
  await page.waitForFunction((gone) => !document.querySelector(`[data-waiting='${gone}']`), id);
  await checks.that('once decided it leaves the list', async () => (await page.locator(`[data-waiting='${id}']`).count()) === 0);
  await page.keyboard.press('Escape');
  await page.locator('[data-tool=drafts]').click();
  await page.route(/\/drafts\?/, (route) => route.fulfill({ json: { drafts: [], next: null } }));
  await page.locator('[data-tool=drafts]').click();
  await page.waitForSelector('[data-note=no-drafts]');
  await checks.that('and an empty list says what comes here', async () => (await page.locator('[data-tool=drafts] .count').count()) === 0);
  await checks.that('all without a complaint', async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

async function fitsAPhone(parcel) {
  const { page, complaints } = await openPage('/?test', { device: PHONE });
  await idle(page);
  await picture(page, 'phone-departments');
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  await checks.that('360 pixels hold the page', async () => !(await overflow()));
  await page.locator('[data-tool=legend]').click();
  await page.waitForSelector('[data-layer]');
  const sheet = await page.locator('#legend').boundingBox();
  await checks.that('the legend is a sheet at the bottom', async () => sheet.width === 360 && Math.abs(sheet.y + sheet.height - 740) < 1);
  const targets = await page.locator('#legend button, #legend label, header button').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height).filter((height) => height > 0));
  await checks.that('everything to touch is 42 pixels high or more', async () => Math.min(...targets) >= 42, () => `${Math.min(...targets)}`);
  await picture(page, 'phone-legend');
  await page.locator('[data-tool=legend]').click();
  await jumpTo(page, parcel.at, 18);
  const box = await page.locator('#map').boundingBox();
  const point = await page.evaluate((at) => window.__suuf_map.project(at), parcel.at);
  await page.touchscreen.tap(box.x + point.x, box.y + point.y);
  await page.waitForSelector('#feature [data-attribute=number]');
  await idle(page);
  const lifted = await page.evaluate((at) => window.__suuf_map.project(at).y, parcel.at);
  const panel = await page.locator('#feature').boundingBox();
  await checks.that('what was tapped stays in sight above the sheet', async () => box.y + lifted < panel.y, () => `${lifted}`);
  await picture(page, 'phone-parcel');
  await page.locator('[data-tool=uploads]').click();
  await page.waitForSelector('[data-upload]');
  await picture(page, 'phone-uploads');
  await page.locator('[data-upload]').first().click();
  await page.waitForSelector('[data-report=processed]');
  await idle(page);
  await picture(page, 'phone-report');
  await checks.that('a report fits too', async () => !(await overflow()));
  await fitsAPicture(page);
  await page.locator('[data-tool=drafts]').click();
  await page.waitForSelector('#drafts [data-waiting], [data-note=no-drafts]');
  await idle(page);
  await checks.that('so does the list of drafts', async () => !(await overflow()));
  await picture(page, 'phone-drafts');
  await checks.that('the phone’s console stays silent', async () => complaints.length === 0, () => complaints.join(' | '));
  await page.close();
}

try {
  const parcel = await someParcel();
  const page = await opensCleanly();
  await signsInAndOut();
  await switchesLayers(page, parcel);
  await drawsInBothThemes(parcel);
  await showsAttributes(page, parcel);
  await uploadsAndApproves(page);
  await page.close();
  await returnsADraft(await waitsForTheNetwork());
  await keepsFilesOverAReload();
  await saysWhenNothingIsKept();
  await givesALogItsDay();
  await survivesALostAnswer();
  await refusesTheRejected();
  await decidesFromTheList();
  await reviewsTogether();
  await keepsRecords();
  await managesAccounts();
  await survivesTrouble();
  await opensInSteps();
  await opensFromAPack(parcel);
  await fitsAPhone(parcel);
} catch (error) {
  checks.fail('the run reaches its end', error);
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = checks.summary();
