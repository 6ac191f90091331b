/** Checks of the pages about people: accounts, the link that invites, one's own password and tokens. */
import { address, checks, cookieOf, idle, openPage, PHONE, picture } from './harness.mjs';

const ADMINISTRATOR = 'demo-admin';

async function opensAccounts(page) {
  await page.locator('[data-tool=account]').click();
  await page.locator('[data-action=accounts]').click();
  await page.waitForSelector('[data-account-entry]');
}

/** A new account and the link by which its owner comes in. */
async function invites(page, login) {
  await opensAccounts(page);
  await page.locator('[data-action=add-account]').click();
  await page.locator('#accounts input[name=display_name]').fill('Awa Gueye');
  await page.locator('#accounts input[name=login]').fill('Awa Gueye');
  await page.locator('#accounts select[name=role-0]').selectOption('staff');
  await page.locator('[data-action=confirm-account]').click();
  await page.waitForSelector('#accounts input[name=login][aria-invalid=true]');
  await checks.that('a login of a wrong form is refused at its field', async () => (await page.locator('#accounts .fault').count()) === 1);
  await page.locator('#accounts input[name=login]').fill(login);
  await page.locator('[data-action=confirm-account]').click();
  const link = page.locator(`[data-account-entry='${login}'] input[name=once]`);
  await link.waitFor();
  await picture(page, 'accounts-fr-wide');
  return link.inputValue();
}

/** Whoever got the link chooses a password and is in; the link is good for once. */
async function comesIn(link) {
  const { page, context, complaints } = await openPage(`/?test#${link.split('#')[1]}`, { as: null });
  await page.waitForSelector('#account input[name=password]');
  await picture(page, 'invitation-fr-wide');
  await page.locator('#account input[name=password]').fill('trois mots sans rapport 7');
  await page.locator('[data-action=sign-in]').click();
  await page.waitForFunction(() => document.querySelector('[data-tool=account]')?.textContent.includes('Awa'));
  await checks.that('the link lets its owner choose a password and come in', async () => !page.url().includes('invitation'));
  await makesATokenAndChangesThePassword(page);
  await checks.that('without a complaint', async () => complaints.length === 0, () => complaints.join(' | '));
  await context.close();
}

async function makesATokenAndChangesThePassword(page) {
  await page.locator('[data-tool=account]').click();
  await page.locator('[data-fold=tokens]').click();
  await page.locator('input[name=token-name]').fill('tableur du service');
  await page.locator('[data-action=add-token]').click();
  await page.waitForSelector('#account input[name=once]');
  await picture(page, 'own-account-fr-wide');
  await page.locator('[data-action=revoke-token]').click();
  await page.waitForFunction(() => !document.querySelector('[data-token]'));
  await checks.that('a token is shown once and can be revoked', async () => (await page.locator('[data-token]').count()) === 0);
  await page.locator('[data-fold=password]').click();
  await page.locator('input[name=current]').fill('trois mots sans rapport 7');
  await page.locator('input[name=new]').fill('quatre mots sans aucun rapport');
  await page.locator('[data-action=change-password]').click();
  await page.waitForSelector('#account .good');
  await checks.that('the password is changed', async () => (await page.locator('#account .good').count()) === 1);
}

/** Another administrator changes the roles while this one has the page open. */
async function isOvertaken(page, login) {
  const { name, value } = await cookieOf(ADMINISTRATOR);
  const headers = { cookie: `${name}=${value}`, 'content-type': 'application/json' };
  const { accounts } = await (await fetch(new URL('/accounts', address), { headers })).json();
  const { id, version } = accounts.find((account) => account.login === login);
  const body = JSON.stringify({ grants: [{ role: 'planner', department: null }] });
  await fetch(new URL(`/accounts/${id}`, address), { method: 'PATCH', headers: { ...headers, 'if-match': `"v${version}"` }, body });
  const entry = page.locator(`[data-account-entry='${login}']`);
  await entry.locator('[data-action=toggle-account]').click();
  await entry.locator('[role=status]').waitFor();
  await picture(page, 'accounts-stale');
  await checks.that('whoever was overtaken sees the account as it is now, and what to do', async () =>
    (await entry.textContent()).includes('Planificateur') && (await entry.getAttribute('class')) !== 'disabled');
}

export async function managesAccounts() {
  const { page, context, complaints } = await openPage('/?test', { as: ADMINISTRATOR });
  await idle(page);
  const login = `awa-${Date.now()}`;
  await comesIn(await invites(page, login));
  const own = page.locator(`[data-account-entry='${ADMINISTRATOR}']`);
  await checks.that('nobody is offered to change their own roles', async () => (await own.locator('button').count()) === 0);
  const entry = page.locator(`[data-account-entry='${login}']`);
  await isOvertaken(page, login);
  await entry.locator('[data-action=toggle-account]').click();
  await page.waitForSelector(`[data-account-entry='${login}'].disabled`);
  await checks.that('an account is disabled', async () => (await entry.locator('[data-action=invite]').count()) === 0);
  await checks.that('the accounts leave the console silent', async () => complaints.filter((text) => !/4[12]2/.test(text)).length === 0, () => complaints.join(' | '));
  await context.close();
  const phone = await openPage('/?test', { as: ADMINISTRATOR, device: PHONE });
  await idle(phone.page);
  await phone.page.getByRole('button', { name: 'English' }).click();
  await opensAccounts(phone.page);
  await picture(phone.page, 'accounts-en-phone');
  await checks.that('the accounts fit a phone', async () => !(await phone.page.evaluate(() => document.documentElement.scrollWidth > innerWidth)));
  await phone.context.close();
}
