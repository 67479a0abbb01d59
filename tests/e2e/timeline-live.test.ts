import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Plan } from '../../src/contract/plan.ts';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { accessibilityFaults, closeBrowser, openWindow, picture } from './window.ts';

afterAll(closeBrowser);

const patient = { timeout: 60_000 };

test('what a small run did to files stands there while it waits for a word, and a step of it can be run again; then its graph has waves and it has a trace [UI-03, OR-09, OB-01, X-03]', async () => {
  const window = await openWindow();
  onTestFinished(() => window.close());
  const { page, folder, dataFolder } = window;
  const remote = createRemoteEngine(dataPaths(dataFolder).socket);
  onTestFinished(remote.close);
  const client = await remote.client();
  const path = join(folder, 'list.txt');
  writeFileSync(path, 'beach\nforest\n');
  const word = (id: string, after: string[]) => ({ id, after, wait: { approval: { text: 'Go on?' } } });
  const save = { action: 'files.write', input: { path, content: 'beach\nharbour\n', overwrite: true } };
  const tasks = [word('begin', []), { id: 'save', after: ['begin'], ...save }, word('end', ['save'])];
  const plan = { version: 1, title: 'Write, and ask', tasks } as Plan;
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  await page.evaluate((hash) => (location.hash = hash), `#/timeline/${runId}/files`);
  await page.getByText('No files changed yet').waitFor(patient);
  await client.runs.answer({ runId, taskId: 'begin', answer: 'approve' });
  await page.getByText('list.txt').first().click(patient);
  await page.getByText('harbour').first().waitFor(patient);
  expect((await client.runs.get({ runId })).endedAt).toBeUndefined();
  await picture(page, 'timeline-files-live');
  const openTab = (name: string): Promise<void> =>
    page.getByRole('navigation', { name: 'Parts of the run' }).getByRole('button', { name }).click();
  await openTab('Graph');
  await page.getByText('Wave 3', { exact: true }).waitFor(patient);
  await page.locator('[data-place=save] button').click();
  await page.getByRole('button', { name: /^Run again from here/ }).click(patient);
  await page.getByText('The run that waits goes on as well').waitFor(patient);
  await picture(page, 'timeline-run-again-live');
  await page.keyboard.press('Escape');
  await client.runs.answer({ runId, taskId: 'end', answer: 'approve' });
  await expect.poll(async () => (await client.runs.get({ runId })).endedAt, patient).toBeDefined();
  await openTab('Trace');
  await page.getByRole('list', { name: 'Spans of the run' }).getByText('attempt 1').first().waitFor(patient);
  await picture(page, 'timeline-trace');
  expect(await accessibilityFaults(page)).toEqual([]);
}, 300_000);
