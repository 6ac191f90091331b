/** Checks of the way from a survey to the register and what can be proposed of an object, as several people. */
import {
  address, approves, checks, comes, cookieOf, DECIDER, examines, freshLog, idle, jumpTo, openPage, PHONE, picture, someParcel,
} from './harness.mjs';

const SURVEYOR = 'demo-agent';
const OTHER_STAFF = 'demo-service-2';

async function fetchAs(login, path) {
  const { name, value } = await cookieOf(login);
  return (await fetch(new URL(path, address), { headers: { cookie: `${name}=${value}` } })).json();
}

/** Signs in by the form, as people do. */
async function signsIn(page, login) {
  const { demo } = await (await fetch(new URL('/session', address))).json();
  const { password } = demo.find((account) => account.login === login);
  await page.locator('[data-tool=account]').click();
  await page.locator('#account input[name=login]').fill(login);
  await page.locator('#account input[name=password]').fill(password);
  await page.locator('[data-action=sign-in]').click();
  await page.waitForSelector('[data-tool=drafts]');
}

/** A surveyor sends a log; the draft that comes of it waits, and the surveyor cannot decide on it. */
async function surveys(page) {
  await signsIn(page, SURVEYOR);
  await page.locator('[data-tool=uploads]').click();
  await page.locator('input[name=logs]').setInputFiles(await freshLog());
  await page.waitForSelector('[data-report=processed]');
  const id = await page.locator('[data-draft]').first().getAttribute('data-draft');
  await page.locator('[data-action=examine]').first().click();
  await page.waitForSelector('#feature [data-draft-state=submitted]');
  await checks.that('a survey is submitted, and its surveyor cannot decide', async () => (await page.locator('#feature [data-action=approve]').count()) === 0);
  return id;
}

/** Staff see what speaks for and against it, and send it back. */
async function returns(page, id) {
  await comes(page, DECIDER);
  await examines(page, id);
  await page.waitForSelector('#feature [data-evidence] [data-picture]');
  await page.waitForSelector('#feature [data-event=submitted]');
  await checks.that('the review shows evidence, neighbours and the draft’s way', async () => (await page.locator('#feature h3').count()) >= 5);
  const map = await page.locator('#map').boundingBox();
  const [left, right] = await Promise.all(['#drafts', '#feature'].map((panel) => page.locator(panel).boundingBox()));
  const free = right.x - (left.x + left.width);
  await checks.that('and leaves room for the map between both', async () => free > 380 && left.height > 0.9 * map.height, () => `${free}`);
  await page.locator('[data-action=return]').click();
  await page.locator('textarea[name=reason]').fill('Usage à préciser.');
  await page.locator('[data-action=confirm-return]').click();
  await page.waitForSelector('#feature [data-draft-state=returned]');
}

/** The surveyor reads the reason, corrects and submits again. */
async function corrects(page, id) {
  await comes(page, SURVEYOR);
  await examines(page, id);
  const reason = await page.locator('[data-return-reason]').textContent();
  await checks.that('the surveyor reads why it came back', async () => reason.includes('Usage à préciser.'), () => reason);
  await page.locator('[data-action=correct]').click();
  await page.locator('#feature select[name=land_use]').selectOption({ index: 1 });
  await picture(page, 'desktop-correction');
  await page.locator('[data-action=confirm-correct]').click();
  await page.waitForSelector('#feature [data-event=corrected]');
  await page.locator('[data-action=submit]').click();
  await page.waitForSelector('#feature [data-draft-state=submitted]');
  await checks.that('corrects it and submits it again', async () => (await page.locator('#feature [data-event=submitted]').count()) >= 2);
}

/** Somebody else approves: it is in the register. */
async function enters(page, id) {
  await comes(page, OTHER_STAFF);
  await examines(page, id);
  const feature = await approves(page);
  await page.waitForSelector('#feature [data-attribute=land_use]');
  await checks.that('somebody else approves it into the register', async () => feature.collection === 'parcels');
  return feature;
}

const openObject = async (page) => {
  await page.locator('[data-action=open-page]').click();
  await page.waitForSelector('[data-history] [data-version]');
};

/** An edit is proposed on the object's page, decided on by another, and is a version of its own. */
async function edits(page, { collection, id }) {
  await openObject(page);
  await page.locator('[data-action=propose-edit]').click();
  const use = page.locator('#feature select[name=land_use]');
  await use.selectOption({ index: (await use.evaluate((select) => select.selectedIndex)) + 1 });
  await page.locator('#feature input[name=declared_area_m2]').fill('1 234,5');
  await page.locator('[data-action=confirm-propose]').click();
  await page.waitForSelector('[data-propose] .fault');
  await checks.that('a proposal without a reason is not sent', async () => (await page.locator('[data-propose] .fault').count()) === 1);
  await page.locator('#feature textarea[name=note]').fill('Enquête de terrain du service.');
  await picture(page, 'desktop-propose-edit');
  await page.locator('[data-action=confirm-propose]').click();
  await page.waitForSelector('#feature [data-draft-state=submitted] ');
  const draft = await lastDraft();
  await checks.that('what is proposed stands beside what is registered', async () => (await page.locator('[data-proposal=edit] [data-change]').count()) === 2);
  await comes(page, DECIDER);
  await examines(page, draft);
  await page.waitForSelector('[data-proposal=edit] [data-change]');
  await approves(page);
  await page.waitForSelector('#feature [data-attribute=declared_area_m2]');
  await openObject(page);
  await page.waitForSelector('[data-compared="1-2"] [data-change=land_use]');
  const versions = (await fetchAs(DECIDER, `/collections/${collection}/items/${id}/versions`)).versions.length;
  await checks.that('the object’s page shows both versions and what changed', async () => (await page.locator('[data-version]').count()) === versions && versions === 2, () => `${versions}`);
}

const lastDraft = async () => (await fetchAs(DECIDER, '/drafts?limit=1')).drafts[0].id;

/** A parcel is cut along a line whose points are typed, and by clicks. */
async function splits(page) {
  const parcel = await someParcel();
  await page.keyboard.press('Escape');
  await page.locator('[data-tool=legend]').click();
  await jumpTo(page, parcel.at, 19);
  const point = await page.evaluate((at) => window.__suuf_map.project(at), parcel.at);
  const box = await page.locator('#map').boundingBox();
  await page.mouse.click(box.x + point.x, box.y + point.y);
  await page.waitForSelector('#feature [data-attribute=number]');
  await openObject(page);
  await page.locator('[data-action=propose-split]').click();
  const [lon, lat] = parcel.at;
  await page.locator('textarea[name=cut]').fill(`${lat - 0.002} ${lon}`);
  await page.locator('textarea[name=note]').fill('Partage entre héritiers.');
  await page.locator('[data-action=confirm-propose]').click();
  await page.waitForSelector('#feature .fault');
  await checks.that('a line of one point is not sent', async () => (await page.locator('#feature .fault').count()) === 1);
  await page.locator('textarea[name=cut]').fill(`${lat - 0.002} ${lon}\n${lat + 0.002} ${lon}`);
  await picture(page, 'desktop-split');
  await page.locator('[data-action=confirm-propose]').click();
  await page.waitForSelector('[data-proposal=split] [data-part]');
  await checks.that('a line makes two parcels of one', async () => (await page.locator('[data-proposal=split] [data-part]').count()) === 2);
  await idle(page);
  await picture(page, 'desktop-split-proposed');
  await page.locator('[data-action=withdraw]').click();
  await page.waitForSelector('#feature [data-draft-state=withdrawn]');
}

/** A dispute is recorded and shown on the object's page. */
async function disputes(page) {
  await page.locator('[data-action=open-dispute]').click();
  await page.locator('select[name=nature]').selectOption({ index: 1 });
  await page.locator('textarea[name=statement]').fill('La limite nord est contestée.');
  await page.locator('[data-action=confirm-dispute]').click();
  await page.waitForSelector('[data-dispute=open]');
  await checks.that('a dispute is recorded on the object’s page', async () => (await page.locator('[data-dispute=open]').count()) === 1);
}

async function asOf(page) {
  await page.locator('#feature details summary').filter({ hasText: 'Le registre à une date' }).click();
  await page.locator('#feature input[name=valid]').fill('2020-01-01');
  await page.locator('[data-action=as-of]').click();
  await page.waitForSelector('[data-as-of=absent]');
  await checks.that('before it was registered it was not there', async () => (await page.locator('[data-as-of=absent]').count()) === 1);
}

async function choosesLanguage(page, language) {
  if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
}

const overflows = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

/** The queue with a draft under review, and an object's history, in both languages, wide and on a phone. */
async function showsBoth(language, size, feature) {
  const { page, context, complaints } = await openPage('/?test', { as: DECIDER, ...(size === 'phone' && { device: PHONE }) });
  await idle(page);
  await choosesLanguage(page, language);
  await page.locator('[data-tool=drafts]').click();
  await page.waitForSelector('[data-waiting]');
  await picture(page, `review-list-${language}-${size}`);
  await examines(page);
  await page.waitForSelector('#feature [data-event]');
  await idle(page);
  await picture(page, `review-queue-${language}-${size}`);
  await checks.that(`the review fits (${language}, ${size})`, async () => !(await overflows(page)));
  if (size === 'phone') {
    await page.locator('#feature [data-action=tall]').click();
    await picture(page, `review-queue-tall-${language}-${size}`);
    const targets = await page.locator('#feature button:visible, #feature a.button:visible').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height));
    await checks.that(`everything to touch in a review is 42 pixels high or more (${language})`, async () => Math.min(...targets) >= 42, () => `${Math.min(...targets)}`);
  }
  await page.locator('#feature h3').last().scrollIntoViewIfNeeded();
  await picture(page, `review-queue-below-${language}-${size}`);
  await showsHistory(page, language, size, feature);
  await checks.that(`the console stays silent (${language}, ${size})`, async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

async function showsHistory(page, language, size, { collection, id }) {
  await page.goto(new URL(`/?test&object=${collection}/${id}`, address).href);
  await idle(page);
  await page.waitForSelector('[data-compared] [data-change]');
  if (size === 'phone') await page.locator('#feature [data-action=tall]').click();
  await page.locator('[data-history]').evaluate((section) => section.scrollIntoView());
  await idle(page);
  await picture(page, `object-history-${language}-${size}`);
  await page.locator('[data-compared]').evaluate((section) => section.scrollIntoView());
  if (size === 'phone') await page.locator('#feature [data-action=tall]').click();
  await picture(page, `object-comparison-${language}-${size}`);
  await page.locator('[data-propose]').evaluate((section) => section.scrollIntoView());
  await picture(page, `object-propose-${language}-${size}`);
  await checks.that(`an object’s page fits (${language}, ${size})`, async () => !(await overflows(page)));
}

export async function reviewsTogether() {
  const { page, context, complaints } = await openPage('/?test', { as: null });
  await idle(page);
  const draft = await surveys(page);
  await returns(page, draft);
  await corrects(page, draft);
  const feature = await enters(page, draft);
  await edits(page, feature);
  await asOf(page);
  await disputes(page);
  await splits(page);
  await checks.that('the review leaves the console silent', async () => unexpected(complaints).length === 0, () => complaints.join(' | '));
  await leavesOne(page);
  await context.close();
  for (const language of ['fr', 'en']) {
    for (const size of ['wide', 'phone']) await showsBoth(language, size, feature);
  }
}

/** What is asked as of a date before it was there is answered by 404, and browsers say so. */
const unexpected = (complaints) => complaints.filter((text) => !text.includes('404'));

/** Another survey, so that the queue has something to show. */
async function leavesOne(page) {
  await comes(page, SURVEYOR);
  await page.locator('[data-tool=uploads]').click();
  await page.locator('input[name=logs]').setInputFiles(await freshLog());
  await page.waitForSelector('[data-report=processed]');
}
