import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../scripts/processes.ts';
import { latestVersion } from '../../src/main/base/tables/migrations.ts';
import { heron, type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';

/**
 * A whole data folder as an older Heron left it (its database is version 47): a sentence that was done, a secret, a workflow, a schedule and
 * settings that a person had edited.
 */
const older = join(import.meta.dirname, '../fixtures/data-folder-v47.tar.gz');
const place = temporaryFolder('older-data');
const dataFolder = join(place.path, 'data');
let served: RunningHeron | undefined;

beforeAll(async () => {
  mkdirSync(dataFolder);
  expect(await run('tar', ['-xzf', older, '-C', dataFolder])).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await served?.stop();
  place.remove();
});

async function said(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await heron(words, { dataFolder });
  expect([words, code, code === 0 ? '' : stderr]).toEqual([words, 0, '']);
  return stdout;
}

test('all that an older Heron kept is there in this one, and a copy of how it was', { timeout: 300_000 }, async () => {
  served = await serveHeron({ dataFolder });
  const runs = JSON.parse(await said('runs', '--json')) as { id: string; status: string; title: string }[];
  expect(runs).toMatchObject([{ status: 'completed' }]);
  expect(await said('workflows', 'list')).toContain('Count the words of a folder');
  expect(await said('schedules', 'list')).toContain('/home/ada/letters');
  expect(await said('secrets', 'list')).toContain('mail');
  const settings = await said('settings', 'show');
  expect(settings).toContain('// kept by hand');
  expect(settings).toContain('"theme": "dark"');
  expect(await said('audit', 'verify')).toMatch(/unbroken/i);
  expect(await said('replay', runs[0]!.id)).toMatch(/^identical/);
  expect(readdirSync(dataFolder)).toContain(`heron.db.before-v${latestVersion}`);
  expect(await said('do', 'what time is it')).toMatch(/It is /);
});

test('the secrets of it can be opened, and the copy be put back', { timeout: 300_000 }, async () => {
  expect(await said('status')).toMatch(/secrets +limited +Encrypted/);
  await served?.stop();
  served = undefined;
  await said('restore', '--yes');
  expect(readdirSync(dataFolder).some((name) => name.startsWith('heron.db.replaced-'))).toBe(true);
  // Brought to this version once more.
  expect(JSON.parse(await said('runs', '--json'))).toHaveLength(1);
});
