import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { heron, type RunningHeron, serveHeron, temporaryFolder } from './heron.ts';

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
/** Commands answer sooner with an engine that is up. */
let served: RunningHeron;

beforeEach(async () => {
  place = temporaryFolder('history');
  dataFolder = join(place.path, 'data');
  served = await serveHeron({ dataFolder });
});
afterEach(async () => {
  await served.stop();
  place.remove();
});

const run = (...args: string[]) => heron(args, { dataFolder });

async function runIds(): Promise<string[]> {
  const { stdout } = await run('runs', '--json');
  return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
}

test('old runs go by command, first in word, then in deed; a pinned one stays [DA-07]', async () => {
  const file = join(place.path, 'a.txt');
  writeFileSync(file, 'a');
  const sentence = `tell me the sha256 of ${file}`;
  for (let number = 0; number < 2; number += 1) {
    expect(await run('do', sentence, '--allow', 'plan')).toMatchObject({ code: 0 });
  }
  const [kept = '', gone = ''] = await runIds();
  expect(await run('runs', 'pin', kept)).toMatchObject({ code: 0 });
  const preview = await run('prune', '--dry-run', '--older-than', '0m');
  expect(preview.stdout).toMatch(/^Would remove 1 run with \d+ events and 0 blobs: about \d/m);
  expect(preview.stdout).toContain('Stays although it is old: 1 pinned');
  expect(await runIds()).toEqual([kept, gone]);
  const pruned = await run('prune', '--older-than', '0m');
  expect(pruned.stdout).toMatch(/^Removed 1 run with \d+ events/m);
  expect(await runIds()).toEqual([kept]);
  const missing = await run('runs', 'show', gone);
  expect(missing).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/older runs were removed on \d{4}-\d\d-\d\d/),
  });
  const status = await run('status');
  expect(status.stdout).toMatch(/^History: 1 run, \d+ events$/m);
  expect(status.stdout).toMatch(/^Older runs were last removed on /m);
});

test.each([
  ['--older-than', 'soon', 'an age like 30d'],
  ['--larger-than', 'much', 'a size like 2GB'],
])('%s %s is refused with what it should be', async (option, value, expected) => {
  expect(await run('prune', option, value)).toMatchObject({ code: 2, stderr: expect.stringContaining(expected) });
});
