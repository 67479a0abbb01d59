import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../base/database.ts';
import { HeronError } from '../base/errors.ts';
import { createScrubber } from '../base/scrubber.ts';
import { startTrial } from './trial-workers.ts';
import { openStatistics } from './worker-statistics.ts';

test('what is counted of a worker goes on after the engine was started again [RT-10]', async () => {
  const dataFolder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-counts-')));
  mkdirSync(join(dataFolder, 'workers'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  const actions = { echo: '({ value }) => ({ value })', exit: '() => process.exit(7)' };
  const bundled = { probe: { tier: 'node', actions } } as const;

  const first = await startTrial({ dataFolder, bundled });
  await first.call('probe', 'echo');
  await expect(first.call('probe', 'exit')).rejects.toThrow('exit code 7');
  expect(first.workers.registry.get('probe').restart).toMatchObject({ crashes: 1, most: 5 });
  await first.call('probe', 'echo');
  const { statistics, restart } = first.workers.registry.get('probe');
  expect(restart).toBeUndefined();
  expect(statistics).toMatchObject({ calls: 3, errors: 1, crashes: 1, restarts: 1 });
  expect(statistics.peakMemoryMb).toBeGreaterThan(10);
  expect(statistics.lastError).toMatchObject({ code: 'worker-crashed' });
  await first.close();

  const second = await startTrial({ dataFolder, bundled });
  const later = second.workers.registry.get('probe').statistics;
  const { memoryMb: _now, ...kept } = statistics;
  expect(later).toMatchObject(kept);
  expect(later.memoryMb).toBeUndefined();
  await second.close();
});

test('processor time is that of all its processes, and a row that makes no sense is begun anew', () => {
  const database = openDatabase({ file: ':memory:' });
  database.prepare('INSERT INTO worker_statistics VALUES (?, ?)').run('probe', '{"calls":"many"}');
  const book = openStatistics({ database, clock: () => 5 });
  expect(book.of('probe').calls).toBe(0);
  const end = { isCrash: false, error: new HeronError('worker-unavailable', 'worn') };
  book.started('probe', 100, 1);
  book.used('probe', { memoryMb: 40, cpuMs: 100 }, 1);
  book.used('probe', { memoryMb: 30, cpuMs: 150 }, 1);
  book.stopped('probe', { isCrash: true, error: new HeronError('worker-crashed', 'gone') }, 1);
  book.started('probe', 95, 2);
  book.used('probe', { memoryMb: 25, cpuMs: 10 }, 2);
  // The next one is there before this one is gone.
  book.started('probe', 90, 3);
  book.used('probe', { memoryMb: 20, cpuMs: 30 }, 3);
  book.used('probe', { memoryMb: 35, cpuMs: 20 }, 2);
  book.used('probe', { memoryMb: 20, cpuMs: 50 }, 3);
  book.stopped('probe', end, 2);
  expect(book.of('probe')).toMatchObject({
    ...{ cpuMs: 220, peakMemoryMb: 40, memoryMb: 20, restarts: 1, startMs: 90 },
    lastError: { code: 'worker-crashed', message: 'gone', at: 5 },
  });
  book.stopped('probe', end, 3);
  expect(book.of('probe').memoryMb).toBeUndefined();
  database.close();
});

test('the last error of a worker is kept without the values of secrets [SE-02]', () => {
  const database = openDatabase({ file: ':memory:' });
  const scrubber = createScrubber();
  scrubber.learn('token', 'hunter2-hunter2');
  const book = openStatistics({ database, clock: () => 5, scrubber });
  const error = new HeronError('worker-crashed', 'sent hunter2-hunter2', { header: 'Bearer hunter2-hunter2' });
  book.stopped('probe', { isCrash: true, error }, 1);
  book.save();
  const kept = openStatistics({ database, clock: () => 6 }).of('probe').lastError;
  expect(kept).toEqual({
    ...{ code: 'worker-crashed', message: 'sent [secret token]', at: 5 },
    details: { header: 'Bearer [secret token]' },
  });
  database.close();
});
