import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { serveHeron, temporaryFolder } from '../../tests/e2e/heron.ts';
import { createFilming, type Filming, type Frame, pictureSize } from './frames.ts';

const patience = { timeout: 60_000 };

/** What the film shows, on a Heron of its own with a home of its own. Errors: the app did something else. */
export async function playStory(browser: Browser): Promise<Frame[]> {
  const place = temporaryFolder('film');
  const home = join(place.path, 'ada');
  makeHome(home);
  const heron = await serveHeron({ dataFolder: join(place.path, 'data'), environment: { HOME: home } });
  const context = await browser.newContext({ viewport: pictureSize, colorScheme: 'light' });
  try {
    const page = await context.newPage();
    await page.goto(heron.link);
    await page.getByRole('list', { name: 'Examples' }).waitFor(patience);
    const filming = createFilming(page);
    await askAndAllow(page, filming);
    await takeBack(page, filming);
    await lookAround(page, filming);
    return filming.frames;
  } finally {
    await context.close();
    await heron.stop();
    place.remove();
  }
}

function makeHome(home: string): void {
  const letters = join(home, 'Documents/letters');
  mkdirSync(letters, { recursive: true });
  for (const [index, name] of ['Ada', 'Grace', 'Mary', 'Sophie'].entries())
    writeFileSync(join(letters, `${index + 1}-${name.toLowerCase()}.txt`), `Dear ${name},\n`.repeat(40));
}

async function askAndAllow(page: Page, filming: Filming): Promise<void> {
  filming.say('Say what you want done');
  await filming.hold(1.5);
  const composer = page.getByRole('textbox', { name: 'Message' });
  await filming.type(composer, 'zip the folder ~/Documents/letters and tell me its sha256');
  await filming.hold(0.6);
  await page.keyboard.press('Enter');
  filming.say('You see the plan, and nothing is touched before you allow it');
  const allow = page.getByRole('button', { name: /^Allow all \d+ for this run$/ });
  await filming.until(allow.waitFor(patience));
  await filming.hold(4);
  await filming.press(allow);
  const undo = page.getByRole('button', { name: /^Undo/ }).first();
  await filming.until(undo.waitFor(patience));
  filming.say('It is done, step by step, by small workers that are closed off');
  await filming.hold(3.5);
}

async function takeBack(page: Page, filming: Filming): Promise<void> {
  filming.say('Every step stays on the timeline');
  await filming.press(page.getByRole('button', { name: 'Show on timeline' }).first());
  await filming.until(page.getByRole('treeitem').first().waitFor(patience));
  await filming.hold(3);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Chat' }).click();
  filming.say('What a run did to files can be taken back');
  const undo = page.getByRole('button', { name: /^Undo/ }).first();
  await undo.waitFor(patience);
  await filming.hold(1);
  await filming.press(undo);
  const question = page.getByRole('alertdialog');
  await filming.until(question.waitFor(patience));
  await filming.hold(1.5);
  await filming.press(question.getByRole('button', { name: /^Undo/ }));
  await filming.until(undo.waitFor({ state: 'hidden', ...patience }));
  await filming.hold(2.5);
}

async function lookAround(page: Page, filming: Filming): Promise<void> {
  filming.say('Keep a plan as a workflow, and build on it');
  await filming.press(page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Workflows' }));
  const example = page.getByText('Count the words of a folder').first();
  await filming.until(example.waitFor(patience));
  await filming.hold(1.2);
  await filming.press(example);
  await filming.until(page.getByRole('button', { name: 'Publish' }).waitFor(patience));
  await filming.hold(3);
  filming.say('Heron works without a model, with a local one, or with a hosted one');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Workers' }).click();
  await page.getByText('Archive').first().waitFor(patience);
  await filming.hold(3);
}
