/** Checks of what the web app says of a survey's quality: grades, and the pictures of the report. */
import { checks, DECIDER, idle, listedPictures, loadedWidth, openPage, picture } from './harness.mjs';

/** The open report: a grade with its reason, and the pictures that the server lists. */
export async function showsQuality(page) {
  const grade = await page.locator('#uploads [data-draft] [data-grade]').first().textContent();
  const reason = await page.locator('#uploads [data-draft] [data-reason]').first().textContent();
  await checks.that('a draft has a grade in words and the reason', async () => /[ABC] · |rejeté/.test(grade) && reason.length > 5, () => `${grade}, ${reason}`);
  const listed = await listedPictures();
  const shown = page.locator('#uploads [data-picture]');
  await checks.that(`the report shows the ${listed.length} pictures that the server lists`, async () => listed.length > 2 && (await shown.count()) === listed.length);
  for (const name of listed) {
    const image = page.locator(`#uploads [data-picture='${name}'] img`);
    await image.scrollIntoViewIfNeeded();
    const loaded = await loadedWidth(image);
    await checks.that(`the picture ${name} is drawn and has words for whoever does not see it`, async () => loaded > 0 && (await image.getAttribute('alt')) !== '');
  }
  await shown.first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] img');
  const large = await page.locator('dialog[open] img').boundingBox();
  const small = await shown.first().locator('img').boundingBox();
  await checks.that('a picture opens large by the keyboard', async () => large.width > 2 * small.width, () => `${large.width}`);
  await picture(page, 'desktop-picture');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  const back = await shown.first().evaluate((button) => button === document.activeElement);
  await checks.that('Escape closes it alone and the focus goes back', async () => back && (await page.locator('#uploads').count()) === 1);
}

/** A picture of the open report, on a screen that is hardly wider than a hand. */
export async function fitsAPicture(page) {
  const first = page.locator('#uploads [data-picture]').first();
  await first.scrollIntoViewIfNeeded();
  await picture(page, 'phone-pictures');
  await first.tap();
  await page.waitForSelector('dialog[open] img');
  await loadedWidth(page.locator('dialog[open] img'));
  const dialog = await page.locator('dialog[open]').boundingBox();
  await checks.that('a picture fits too', async () => dialog.x >= 0 && dialog.width <= 360, () => JSON.stringify(dialog));
  await picture(page, 'phone-picture');
  await page.locator('[data-action=close-picture]').tap();
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
}

/** A draft that the server grades as rejected: nobody can approve it, and returning it begins with the reason. */
export async function refusesTheRejected() {
  const { page, context } = await openPage('/?test', { as: DECIDER });
  const reason = { fr: 'Le tour est à refaire.', en: 'The walk is to be repeated.' };
  await page.route(/\/drafts\/[0-9a-f-]{36}$/, async (route) => {
    const response = await route.fetch();
    const grading = { grade: 'rejected', rule: 'area_deviation', reason };
    await route.fulfill({ response, json: { ...(await response.json()), grading } });
  });
  await idle(page);
  await page.locator('[data-tool=drafts]').click();
  await page.locator('[data-waiting]').first().click();
  await page.waitForSelector('#feature [data-grade=rejected]');
  await checks.that('a rejected draft cannot be approved', async () => page.locator('#feature [data-action=approve]').isDisabled());
  const told = await page.locator('#feature [role=status]').first().textContent();
  await checks.that('and the page says why', async () => told.includes('ne peut pas entrer au registre'), () => told);
  await page.locator('#feature [data-action=return]').click();
  const typed = await page.locator('textarea[name=reason]').inputValue();
  await checks.that('returning it begins with the reason', async () => typed === reason.fr, () => typed);
  await picture(page, 'desktop-rejected');
  await context.close();
}
