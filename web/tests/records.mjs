/** Checks of what an object's page has on record: rights with their evidence, documents, occupants, inspections. */
import { resolve } from 'node:path';
import { address, checks, DECIDER, idle, loadedWidth, openPage, PHONE, picture, someParcel } from './harness.mjs';

const PLANNER = 'demo-plan';
const PHOTO = resolve(import.meta.dirname, '../../tests/data/photo.jpg');
const DAY = '2026-02-01';

const section = (page, name) => page.locator(`[data-records=${name}]`);

async function firstOf(collection) {
  const page = await (await fetch(new URL(`/collections/${collection}/items?limit=1`, address))).json();
  return page.features[0].id;
}

async function opensObject(page, collection, id) {
  await page.goto(new URL(`/?test&object=${collection}/${id}`, address).href);
  await idle(page);
  await page.waitForSelector('#feature [data-object]');
}

/** Opens the form for one more, fills it, sends it, and gives what was added. */
async function adds(page, name, fill) {
  const part = section(page, name);
  const before = await part.locator('[data-record]').count();
  await part.locator(`[data-action=add-${name}]`).click();
  await fill(part.locator('form'));
  await picture(page, `record-${name}-form`);
  await part.locator('[data-action=confirm-record]').click();
  await page.waitForFunction(
    ([of, count]) => document.querySelectorAll(`[data-records=${of}] [data-record]`).length > count,
    [name, before],
  );
  return part;
}

/** A person who is not on record yet is written down, and chosen by it. */
async function writesPerson(form, name) {
  await form.locator('[data-action=new-party]').click();
  await form.locator('input[name=words]').fill(name);
  await form.locator('[data-action=add-party]').click();
  await form.locator('strong', { hasText: name }).waitFor();
}

async function recordsARight(page, name) {
  const part = await adds(page, 'rights', async (form) => {
    await form.locator('select[name=kind]').selectOption('allocation');
    await form.locator('input[name=starts_on]').fill(DAY);
    await writesPerson(form, name);
    await form.locator('select[name=source]').selectOption('new');
    await form.locator('select[name=source_kind]').selectOption('council_deliberation');
    await form.locator('input[name=source_number]').fill('12/2026');
    await form.locator('input[name=source_date]').fill(DAY);
    await form.locator('input[name=file]').setInputFiles(PHOTO);
  });
  const right = part.locator('[data-record]').filter({ hasText: '12/2026' }).last();
  await right.locator('[data-action=show-evidence]').click();
  await checks.that('a right shows its evidence with the scan', async () => (await loadedWidth(right.locator('[data-document] img'))) > 0);
  await checks.that('its holder is not read before somebody asks', async () => !(await part.textContent()).includes(name));
  await right.locator('[data-action=show-holders]').click();
  await right.locator('[data-holder]').waitFor();
  await checks.that('and then is named', async () => (await right.locator('[data-holder]').textContent()).includes(name));
}

async function addsADocument(page) {
  const part = await adds(page, 'documents', async (form) => {
    await form.locator('input[name=file]').setInputFiles(PHOTO);
    await form.locator('input[name=title]').fill('Borne nord-est');
  });
  const image = part.locator('[data-document] img').first();
  await image.scrollIntoViewIfNeeded();
  await checks.that('a photo of the object shows in small', async () => (await loadedWidth(image)) > 0);
}

async function occupiesAPlace(page, name) {
  await opensObject(page, 'market-assets', await firstOf('market-assets'));
  await page.waitForSelector('#feature [data-attribute=market]');
  await checks.that('a place names its market', async () => /Marché/.test(await page.locator('#feature [data-attribute=market] dd').textContent()));
  const part = await adds(page, 'occupancies', async (form) => {
    await writesPerson(form, name);
    await form.locator('select[name=contract_kind]').selectOption('occupancy_contract');
    await form.locator('input[name=starts_on]').fill(DAY);
    await form.locator('input[name=amount]').fill('3 000');
    await form.locator('select[name=periodicity]').selectOption('monthly');
  });
  await checks.that('an occupancy shows its fee', async () => /3\s000 F CFA · Par mois/.test(await part.locator('[data-record]').last().textContent()));
}

async function inspectsARoad(page) {
  await opensObject(page, 'roads', await firstOf('roads'));
  const part = await adds(page, 'inspections', async (form) => {
    await form.locator('input[name=inspected_on]').fill(DAY);
    await form.locator('select[name=condition]').selectOption('poor');
  });
  await checks.that('an inspection is on record', async () => (await part.textContent()).includes('Mauvais'));
  const events = await adds(page, 'events', async (form) => {
    await form.locator('select[name=kind]').selectOption('pothole');
    await form.locator('input[name=chainage]').fill('12,5');
    await form.locator('input[name=observed_on]').fill(DAY);
  });
  await checks.that('and so is a pothole at its chainage', async () => (await events.textContent()).includes('12,5 m'));
}

/** The whole page of a parcel in both languages, wide and on a phone. */
async function looksAt(language, size, parcel) {
  const { page, context, complaints } = await openPage('/?test', { as: DECIDER, ...(size === 'phone' && { device: PHONE }) });
  await idle(page);
  if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
  await opensObject(page, 'parcels', parcel);
  await section(page, 'rights').locator('[data-record]').first().waitFor();
  if (size === 'phone') await page.locator('#feature [data-action=tall]').click();
  await section(page, 'rights').evaluate((it) => it.scrollIntoView());
  await picture(page, `object-rights-${language}-${size}`);
  await section(page, 'documents').evaluate((it) => it.scrollIntoView());
  await picture(page, `object-documents-${language}-${size}`);
  const wide = await page.evaluate(() => document.querySelector('#feature').scrollWidth > document.querySelector('#feature').clientWidth);
  await checks.that(`what is on record fits (${language}, ${size})`, async () => !wide);
  await checks.that(`without a complaint (${language}, ${size})`, async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

async function hidesPersons(parcel) {
  const { page, context, answers } = await openPage('/?test', { as: PLANNER });
  await idle(page);
  await opensObject(page, 'parcels', parcel);
  await page.waitForSelector('[data-history] [data-version]');
  const asked = answers.filter((request) => /^\/(parties|sources)\b|\/rights$/.test(new URL(request.url()).pathname));
  await checks.that('whoever may not see persons is shown no rights, and the page asks for none', async () => (await section(page, 'rights').count()) === 0 && asked.length === 0);
  await context.close();
}

export async function keepsRecords() {
  const parcel = await someParcel();
  const name = `Awa Essai ${Date.now()}`;
  const { page, context, complaints } = await openPage('/?test', { as: DECIDER });
  await idle(page);
  await opensObject(page, 'parcels', parcel.id);
  await recordsARight(page, name);
  await addsADocument(page);
  await occupiesAPlace(page, `${name} B`);
  await inspectsARoad(page);
  await checks.that('the records leave the console silent', async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
  await hidesPersons(parcel.id);
  for (const language of ['fr', 'en']) {
    for (const size of ['wide', 'phone']) await looksAt(language, size, parcel.id);
  }
}
