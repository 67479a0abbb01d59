import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Plan } from '../../src/contract/plan.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { heron, temporaryFolder } from './heron.ts';
import { accessibilityFaults, closeBrowser, openWindow, picture, type Window } from './window.ts';

afterAll(closeBrowser);

const patient = { timeout: 60_000 };

const plan = (folder: string): Plan => ({
  version: 1,
  title: 'Write the holiday list',
  tasks: [
    { id: 'places', forEach: { in: ['beach', 'harbour', 'lighthouse'] }, value: '{{ "see the " & item }}' },
    {
      id: 'save',
      title: 'Write the list',
      action: 'files.write',
      input: { path: join(folder, 'list.txt'), content: '{{ $join(tasks.places.output, ", ") }}', overwrite: true },
    },
  ],
});

async function clientOf(dataFolder: string): Promise<EngineClient> {
  const remote = createRemoteEngine(dataPaths(dataFolder).socket);
  onTestFinished(remote.close);
  return remote.client();
}

async function open(): Promise<Window & { client: EngineClient }> {
  const window = await openWindow();
  onTestFinished(() => window.close());
  return Object.assign(window, { client: await clientOf(window.dataFolder) });
}

async function ran(client: EngineClient, folder: string): Promise<string> {
  const { runId } = await client.runs.start({ plan: plan(folder), allow: 'plan' });
  await expect.poll(async () => (await client.runs.get({ runId })).status, patient).toBe('completed');
  return runId;
}

test(
  'a run is exported in one window and opened, looked at, compared and removed in another [X-03]',
  { timeout: 240_000 },
  async () => {
    const here = await open();
    const { page } = here;
    const runId = await ran(here.client, here.folder);
    await page.evaluate((hash) => (location.hash = hash), `#/timeline/${runId}`);
    await page.getByRole('button', { name: 'More about this run' }).click();
    await page.getByRole('menuitem', { name: /Export/ }).click();
    await page.getByText('Not in it').waitFor(patient);
    expect(await page.getByRole('dialog').textContent()).toContain('1 changed file');
    await page.getByLabel('With what changed in files').click();
    await expect.poll(() => page.getByRole('dialog').textContent(), patient).toContain('1 difference');
    await picture(page, 'export-run');
    expect(await accessibilityFaults(page)).toEqual([]);
    const downloading = page.waitForEvent('download', patient);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const file = await (await downloading).path();
    expect(readFileSync(file).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));

    const there = await open();
    await there.page.evaluate(() => (location.hash = '#/timeline'));
    const bundle = { name: 'holiday.heron-run', mimeType: 'application/gzip', buffer: readFileSync(file) };
    await there.page.getByLabel('Bundle to open').setInputFiles(bundle);
    const note = there.page.getByRole('note');
    await note.waitFor(patient);
    expect(await note.textContent()).toMatch(/Opened from a file, made on .* by Heron \d.*holiday\.heron-run/);
    await there.page.getByRole('treeitem', { name: /Write the list/ }).waitFor(patient);
    expect(await there.page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await picture(there.page, 'opened-run');
    expect(await accessibilityFaults(there.page)).toEqual([]);

    const parts = there.page.getByRole('navigation', { name: 'Parts of the run' });
    await parts.getByRole('button', { name: 'Files' }).click();
    await there.page.getByText('list.txt').first().waitFor(patient);
    await parts.getByRole('button', { name: 'Events' }).click();
    await there.page
      .getByText(/Write the list started/)
      .first()
      .waitFor(patient);
    await there.page.getByRole('button', { name: 'More about this run' }).click();
    await there.page.getByRole('menuitem', { name: /Replay and compare/ }).click();
    await there.page.getByText('The same').waitFor(patient);
    await picture(there.page, 'replay-compared');
    await there.page.getByRole('button', { name: 'Close', exact: true }).last().click();

    await there.page.getByRole('button', { name: 'More about this run' }).click();
    await there.page.getByRole('menuitem', { name: /Remove/ }).click();
    await there.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect.poll(async () => (await there.client.runs.list({})).length, patient).toBe(0);
  },
);

test('a file that is no bundle is refused in the window with a word why', { timeout: 120_000 }, async () => {
  const { page, client } = await open();
  await page.evaluate(() => (location.hash = '#/timeline'));
  await page
    .getByLabel('Bundle to open')
    .setInputFiles({ name: 'a.heron-run', mimeType: 'text/plain', buffer: Buffer.from('<b>hello</b>') });
  await page.getByText(/no bundle of a run/).waitFor(patient);
  expect(await client.runs.list({})).toEqual([]);
});

test('heron runs export, open, replay, show and remove [X-03]', { timeout: 240_000 }, async () => {
  const place = temporaryFolder('bundles');
  onTestFinished(place.remove);
  const here = { dataFolder: join(place.path, 'here') };
  const there = { dataFolder: join(place.path, 'there') };
  const planFile = join(place.path, 'plan.json');
  const file = join(place.path, 'run.heron-run');
  writeFileSync(planFile, JSON.stringify(plan(place.path)));
  await heron(['run', planFile, '--allow', 'plan'], here);
  const [run] = JSON.parse((await heron(['runs', '--json'], here)).stdout) as { id: string }[];
  const id = run?.id ?? '';
  const told = await heron(['runs', 'export', id, '--dry-run'], here);
  expect(told.stdout).toMatch(/in it .*events.*\n.*\ntaken out .*\nnot in it .*the conversation/);
  const made = await heron(['runs', 'export', id, '--out', file, '--with-files'], here);
  expect(made).toMatchObject({ code: 0, stdout: `${file}\n` });
  expect(await heron(['runs', 'export', id, '--out', file], here)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('exists already') as string,
  });
  const opened = await heron(['runs', 'open', file], there);
  expect(opened).toMatchObject({ code: 0, stdout: expect.stringMatching(/^run_/) as string });
  const openedId = opened.stdout.trim();
  expect((await heron(['runs', 'show', openedId], there)).stdout).toContain(
    'opened from the file run.heron-run, made on',
  );
  expect((await heron(['runs'], there)).stdout).toContain('completed, opened');
  const before = JSON.parse((await heron(['replay', id, '--json'], here)).stdout) as object;
  expect(before).toMatchObject({ identical: true });
  expect(JSON.parse((await heron(['replay', openedId, '--json'], there)).stdout)).toMatchObject({ identical: true });
  expect(await heron(['undo', openedId], there)).toMatchObject({
    stderr: expect.stringContaining('opened from a file') as string,
  });
  expect((await heron(['trace', openedId], there)).stdout).toContain('task Write the list');
  writeFileSync(`${file}.cut`, readFileSync(file).subarray(0, 900));
  expect(await heron(['runs', 'open', `${file}.cut`], there)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/cut off.*line/) as string,
  });
  expect(await heron(['runs', 'remove', openedId], there)).toMatchObject({ code: 0 });
  expect(JSON.parse((await heron(['runs', '--json'], there)).stdout)).toEqual([]);
});
