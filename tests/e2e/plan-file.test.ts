import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heron } from './heron.ts';
import { inEachLook, lookName } from './looks.ts';
import { accessibilityFaults, closeBrowser, openWindow, picture, type Window } from './window.ts';

let window: Window;
let work: string;
beforeAll(async () => {
  window = await openWindow();
  work = join(window.folder, 'work');
  mkdirSync(work);
  writeFileSync(join(work, 'a.txt'), 'a');
});
afterAll(async () => {
  await window.close();
  await closeBrowser();
});

/** What `heron open` says where it can open no window. */
async function open(target: string): Promise<{ code: number | null; stdout: string; stderr: string; link: string }> {
  const ended = await heron(['open', target], { dataFolder: window.dataFolder, cwd: work });
  return { ...ended, link: /http:\S+/.exec(ended.stdout)?.[0] ?? '' };
}

function planFile(name: string, plan: unknown): string {
  writeFileSync(join(work, name), JSON.stringify(plan));
  return join(work, name);
}

const letters = {
  version: 1,
  title: 'Hash the letter',
  tasks: [{ id: 'hash', action: 'checksum.hash', input: { path: 'a.txt' } }],
};

test('a plan file that is opened is shown with what it would touch, and runs by its button alone', async () => {
  const { page } = window;
  const { code, link } = await open(pathToFileURL(planFile('letters.heron', letters)).href);
  expect(code).toBe(0);
  await page.goto(link);
  await page.getByRole('heading', { name: 'letters.heron' }).waitFor();
  await page.getByText('Nothing of it has run').waitFor();
  await page.getByRole('list', { name: 'Steps of the plan' }).getByText(join(work, 'a.txt')).waitFor();
  expect(JSON.parse((await heron(['runs', '--json'], window)).stdout)).toEqual([]);
  const size = { width: 1280, height: 800 };
  await inEachLook(
    page,
    [
      { theme: 'light', ...size },
      { theme: 'dark', ...size },
    ],
    async (look) => {
      expect(await accessibilityFaults(page), `in ${lookName(look)}`).toEqual([]);
      await picture(page, `plan-file-${lookName(look)}`);
    },
  );
  await page.getByRole('button', { name: 'Run this plan' }).click();
  await page.waitForURL(/#\/timeline\/run_/);
  await page
    .getByRole('button', { name: /^Allow once/ })
    .first()
    .waitFor();
});

test('what keeps a plan file from running is said, and there is no button', async () => {
  const { page } = window;
  const { link } = await open(planFile('broken.heron', { ...letters, tasks: [{ id: 'x', action: 'nobody.knows' }] }));
  await page.goto(link);
  await page.getByText('It cannot run as it is').waitFor();
  await page
    .getByText(/tasks\.0/)
    .first()
    .waitFor();
  expect(await page.getByRole('button', { name: 'Run this plan' }).count()).toBe(0);
});

test('a link opens its screen; one that is none opens nothing', async () => {
  const { page } = window;
  const { link } = await open('heron://settings/permissions');
  await page.goto(link);
  await page.getByRole('tab', { name: 'Permissions', selected: true }).waitFor();
  const { code, stdout, stderr } = await open('heron://inbox/approve');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('heron://inbox/approve opens nothing: a link names a screen, like heron://inbox');
});

test('a file that is no JSON is refused by name', async () => {
  writeFileSync(join(work, 'no.heron'), '{');
  const { code, stderr } = await open('no.heron');
  expect(code).toBe(2);
  expect(stderr).toContain('no.heron is not JSON');
});
