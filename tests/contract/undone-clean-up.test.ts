import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openServedEngine } from './served-engine.ts';

const endings = ['jpg', 'pdf', 'mp3', 'zip', 'txt', 'csv', 'mp4', 'ts'];

test('a thousand files that were put in order lie where they were once the run is undone [W-16]', async () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'heron-undone-')));
  const served = await openServedEngine({ home });
  onTestFinished(async () => {
    await served.close();
    rmSync(home, { recursive: true, force: true });
  });
  const path = join(home, 'Downloads');
  mkdirSync(path);
  for (let index = 0; index < 1000; index += 1)
    writeFileSync(join(path, `file ${index}.${endings[index % endings.length]}`), `content ${index}`);
  const names = readdirSync(path);
  const { client } = served.engine();
  const tasks = [{ id: 'order', action: 'cleanup.organise', input: { path, apply: true } }];
  const plan = { version: 1 as const, title: 'Put in order', tasks };
  const { runId } = await client.runs.start({ plan, allow: 'plan', unattended: true });
  const run = await served.ended(runId);
  expect(run.tasks['order']?.output).toMatchObject({ applied: true, total: 1000 });
  const folders = readdirSync(path);
  expect(folders.length).toBeLessThan(20);
  expect(folders.flatMap((folder) => readdirSync(join(path, folder))).toSorted()).toEqual(names.toSorted());
  expect(await client.runs.undo({ runId })).toMatchObject({ conflicts: [] });
  expect(readdirSync(path).toSorted()).toEqual(names.toSorted());
  expect(readFileSync(join(path, 'file 7.ts'), 'utf8')).toBe('content 7');
}, 120_000);
