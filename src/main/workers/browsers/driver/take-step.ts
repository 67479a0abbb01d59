import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { HeronError } from '../../../base/errors.ts';
import type { DriverPage, DriverStep, TypedField } from '../wire.ts';
import type { OpenBrowser } from './open-browser.ts';
import { firstLine, locate } from './targets.ts';

const mostCharacters = 5_000_000;
/** What a field is marked with that holds a secret, so that no picture shows it. */
const secretMark = 'data-heron-secret';

type Found = Pick<DriverPage, 'text' | 'places' | 'file'>;
type Taking = { page: Page; files: string; timeoutMs: number };

/** Does one step on the page that is open, waits until the page is quiet, and says where it is. */
export async function takeStep(browser: OpenBrowser, step: DriverStep, timeoutMs: number): Promise<DriverPage> {
  const opened = await browser.current();
  opened.blocked = undefined;
  const found = await act({ page: opened.page, files: browser.files, timeoutMs }, step).catch((error: unknown) => {
    // That the way was barred is told by the engine, which knows why.
    if (opened.blocked) return {};
    throw error instanceof HeronError ? error : ofBrowser(error, step.kind);
  });
  const now = await browser.current();
  if (changes.has(step.kind)) await now.traffic.settle(Math.min(timeoutMs, 10_000));
  const title = await now.page.title().catch(() => '');
  return { url: now.page.url(), title, blocked: now.blocked ?? opened.blocked, ...found };
}

const changes: ReadonlySet<DriverStep['kind']> = new Set(['goto', 'click', 'fill', 'choose', 'press']);

function act(taking: Taking, step: DriverStep): Promise<Found> {
  const { page } = taking;
  switch (step.kind) {
    case 'goto':
      return goTo(taking, step.url);
    case 'read':
      return read(page, step.as);
    case 'click':
      return click(taking, step.target);
    case 'where':
      return where(page, step.targets);
    case 'fill':
      return fill(taking, step.fields, step.submit);
    case 'choose':
      return choose(taking, step.target, step.values);
    case 'press':
      return press(taking, step.key, step.target);
    case 'wait':
      return wait(taking, step.for, step.value);
    case 'screenshot':
      return screenshot(taking, step);
    case 'download':
      return download(taking, step.target);
  }
}

async function goTo({ page, timeoutMs }: Taking, url: string): Promise<Found> {
  await page.goto(url, { timeout: timeoutMs, waitUntil: 'load' });
  return {};
}

async function read(page: Page, as: 'text' | 'outline' | 'html'): Promise<Found> {
  const text =
    as === 'outline'
      ? await page.ariaSnapshot({ mode: 'ai' })
      : as === 'html'
        ? await page.content()
        : await page.evaluate<string>(shownText);
  if (text.length <= mostCharacters) return { text };
  throw new HeronError('limit-exceeded', `${page.url()} has more than ${mostCharacters} characters`, {
    url: page.url(),
  });
}

/** Runs in the page: what a person would read, of the main part where there is one. */
const shownText = `(() => {
  const main = document.querySelector('main, article, [role=main]');
  const text = main ? main.innerText : '';
  return text.trim().length > 200 ? text : (document.body ? document.body.innerText : '');
})()`;

async function click({ page, timeoutMs }: Taking, target: string): Promise<Found> {
  const element = await locate(page, target, 'click');
  await element.click({ timeout: timeoutMs });
  return {};
}

async function where(page: Page, targets: string[]): Promise<Found> {
  const places: string[] = [];
  for (const target of targets) places.push((await elementOf(page, target)).url);
  return { places };
}

async function elementOf(page: Page, target: string) {
  const locator = await locate(page, target, 'type');
  const element = await locator.elementHandle();
  const frame = await element?.ownerFrame();
  if (!element || !frame) throw new HeronError('not-found', `${JSON.stringify(target)} has gone from ${page.url()}`);
  return { element, url: frame.url() };
}

/** Into the very element that was looked at: were the page another one by now, that would be gone. */
async function fill({ page, timeoutMs }: Taking, fields: TypedField[], submit: boolean): Promise<Found> {
  for (const [index, { target, text, origin }] of fields.entries()) {
    const { element, url } = await elementOf(page, target);
    if (origin !== undefined) {
      if (new URL(url).origin !== origin) {
        throw new HeronError(
          'permission-denied',
          `The page went on to ${new URL(url).host} before the secret was typed`,
        );
      }
      await element.evaluate(markSecret, secretMark);
    }
    await element.fill(text, { timeout: timeoutMs });
    if (submit && index === fields.length - 1) await element.press('Enter', { timeout: timeoutMs });
  }
  return {};
}

/** Runs in the page. */
const markSecret = (element: { setAttribute(name: string, value: string): void }, mark: string): void =>
  element.setAttribute(mark, '');

async function choose({ page, timeoutMs }: Taking, target: string, values: string[]): Promise<Found> {
  const element = await locate(page, target, 'choose');
  await element.selectOption(values, { timeout: timeoutMs });
  return {};
}

async function press({ page, timeoutMs }: Taking, key: string, target: string | null): Promise<Found> {
  if (target === null) await page.keyboard.press(key);
  else await (await locate(page, target, 'type')).press(key, { timeout: timeoutMs });
  return {};
}

async function wait({ page, timeoutMs }: Taking, what: 'text' | 'element' | 'address', value: string): Promise<Found> {
  const timeout = { timeout: timeoutMs };
  if (what === 'text') await page.getByText(value).filter({ visible: true }).first().waitFor(timeout);
  else if (what === 'element') await page.locator(value).first().waitFor(timeout);
  else await page.waitForURL((url) => url.href.includes(value), timeout);
  return {};
}

async function screenshot(
  { page, files, timeoutMs }: Taking,
  { isWhole, target }: Extract<DriverStep, { kind: 'screenshot' }>,
): Promise<Found> {
  const path = join(files, `${randomUUID()}.png`);
  const mask = page.frames().map((frame) => frame.locator(`[${secretMark}], input[type=password]`));
  const options = { path, mask, timeout: timeoutMs, type: 'png' as const };
  if (target === null) await page.screenshot({ ...options, fullPage: isWhole });
  else await (await locate(page, target, 'look')).screenshot(options);
  return { file: { path, name: 'page.png' } };
}

async function download({ page, files, timeoutMs }: Taking, target: string): Promise<Found> {
  const coming = page.waitForEvent('download', { timeout: timeoutMs });
  coming.catch(() => undefined); // told below
  if (/^https?:\/\//.test(target)) {
    // Where a download begins, the page itself goes nowhere.
    await page.goto(target, { timeout: timeoutMs }).catch((error: unknown) => {
      if (!/download is starting|ERR_ABORTED/i.test(String(error))) throw error;
    });
  } else await (await locate(page, target, 'click')).click({ timeout: timeoutMs });
  const begun = await coming;
  const path = join(files, randomUUID());
  await begun.saveAs(path);
  return { file: { path, name: begun.suggestedFilename() } };
}

function ofBrowser(error: unknown, kind: DriverStep['kind']): HeronError {
  const line = firstLine(error).replace(/^\w+\.\w+: /, '');
  if (error instanceof Error && error.name === 'TimeoutError') return new HeronError('timeout', `${kind}: ${line}`);
  if (/net::ERR_/.test(line)) return new HeronError('network', line);
  return new HeronError('worker-failed', `${kind}: ${line}`);
}
