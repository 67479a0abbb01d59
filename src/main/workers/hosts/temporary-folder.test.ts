import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startTrial, type Trial, type TrialOptions, type TrialWorker } from '../trial-workers.ts';
import { containerObstacle } from './containers/container-obstacle.ts';
import { findBubblewrap } from './machine/sandbox.ts';

let trial: Trial;
afterEach(() => trial.close());

const writer: TrialWorker = {
  tier: 'node',
  head: "import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os';",
  actions: {
    keep: "({ value }, context) => { writeFileSync(context.temporaryFolder + '/kept', value); return { value: readFileSync(context.temporaryFolder + '/kept', 'utf8') }; }",
    kept: "(_, context) => ({ value: existsSync(context.temporaryFolder + '/kept') })",
    place: '(_, context) => ({ value: [context.temporaryFolder, tmpdir()] })',
    beside: "({ value }) => { writeFileSync(value, 'x'); return { value: 'written' }; }",
    link: "({ value }, context) => { symlinkSync(value, context.temporaryFolder + '/link'); writeFileSync(context.temporaryFolder + '/link/x', 'x'); return { value: 'written' }; }",
    fill: "async (_, context) => { const piece = new Uint8Array(8 * 1024 * 1024); for (let part = 0; part < 40; part += 1) { writeFileSync(context.temporaryFolder + '/' + part, piece); await context.sleep(100); } return { value: 'filled' }; }",
  },
};

const start = async (options: TrialOptions): Promise<void> => {
  trial = await startTrial({
    bundled: {
      writer,
      other: { ...writer },
      closed: { tier: 'isolate', actions: { place: '(_, context) => ({ value: context.temporaryFolder ?? null })' } },
    },
    ...options,
  });
};
const onDisk = (): string[] => globSync(join(trial.folder, 'data', 'temporary', '*'));
const ended = (): number => trial.events.filter(({ type }) => type === 'worker.stopped').length;

const noContainers = await containerObstacle();
describe.each([
  { name: 'in bubblewrap', options: {}, obstacle: findBubblewrap() ? undefined : 'bubblewrap is absent' },
  { name: 'without a room', options: { isBare: true }, obstacle: undefined },
  { name: 'in a container', options: { isContained: true }, obstacle: noContainers },
])('the temporary folder of a worker $name', ({ options, obstacle }) => {
  const only = test.skipIf(obstacle);
  const why = obstacle === undefined ? '' : ` (${obstacle})`;

  only(`is written and read by its process alone, and gone with it${why}`, async () => {
    await start({ ...options, processes: { workerIdleMs: 400 } });
    expect(await trial.call('writer', 'keep', 'bird')).toBe('bird');
    expect(await trial.call('writer', 'kept')).toBe(true);
    expect(await trial.call('other', 'kept')).toBe(false);
    const [place, system] = (await trial.call('writer', 'place')) as string[];
    expect(system).toBe(place);
    await expect.poll(ended).toBe(2);
    await expect.poll(onDisk).toEqual([]);
    expect(await trial.call('writer', 'kept')).toBe(false);
    expect(await trial.call('closed', 'place')).toBe(null);
  });

  only(`lets nothing be written beside it, by a link neither${why}`, async () => {
    await start(options);
    const beside = join(trial.folder, 'beside');
    mkdirSync(beside);
    await expect(trial.call('writer', 'beside', join(beside, 'x'))).rejects.toThrow();
    await expect(trial.call('writer', 'link', beside)).rejects.toThrow();
    expect(existsSync(join(beside, 'x'))).toBe(false);
  });

  only(`holds 64 MB${why}`, async () => {
    await start(options);
    await expect(trial.call('writer', 'fill')).rejects.toThrow();
    expect(await trial.call('other', 'keep', 'still there')).toBe('still there');
  });
});

test('what a killed engine left of it is removed by the next one', async () => {
  await start({ isBare: true });
  const { folder } = trial;
  mkdirSync(join(folder, 'data', 'temporary', 'heron-worker-old'), { recursive: true });
  writeFileSync(join(folder, 'data', 'temporary', 'heron-worker-old', 'x'), 'x');
  const next = await startTrial({ isBare: true, dataFolder: join(folder, 'data') });
  expect(onDisk()).toEqual([]);
  await next.close();
});
