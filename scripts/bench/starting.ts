import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dataPaths } from '../../src/main/base/paths.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { serveHeron } from '../../tests/e2e/heron.ts';
import { type Figure, figure, quantile } from './figure.ts';

const calls = 500;
const watchedMs = 30_000;

/** What starts by itself: how late a schedule is that goes off each second, and how long a call takes to become a run. */
export async function measureStarting(): Promise<Figure[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'heron-bench-starting-'));
  mkdirSync(join(dataFolder, 'templates'), { recursive: true });
  const template = {
    ...{ version: 1, name: 'pong', title: 'Pong', description: 'Answers.' },
    parameters: { type: 'object', properties: {}, additionalProperties: false },
    tasks: [{ id: 'pong', value: 'pong' }],
  };
  writeFileSync(join(dataFolder, 'templates', 'pong.json'), JSON.stringify(template));
  const heron = await serveHeron({ dataFolder });
  const remote = createRemoteEngine(dataPaths(dataFolder).socket);
  try {
    const client = await remote.client();
    const late = await lateness(client);
    const called = await callTimes(client);
    return [
      figure('a schedule of each second: late by', 'ms', late),
      figure('a schedule of each second: late by, p99', 'ms', [
        quantile(
          late.toSorted((a, b) => a - b),
          0.99,
        ),
      ]),
      figure('webhook → run on record', 'ms', called),
      figure('webhook → run on record, p99', 'ms', [
        quantile(
          called.toSorted((a, b) => a - b),
          0.99,
        ),
      ]),
    ];
  } finally {
    remote.close();
    await heron.stop();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** From the moment it was due to that at which its run was made. */
async function lateness({ schedules, runs }: EngineClient): Promise<number[]> {
  const { id: scheduleId } = await schedules.add({
    work: { kind: 'template', name: 'pong', input: {} },
    time: { kind: 'cron', cron: '* * * * * *' },
    results: { to: 'none' },
  });
  await wait(watchedMs);
  await schedules.pause({ scheduleId });
  const started = (await schedules.occurrences({ scheduleId, limit: 500 })).flatMap(({ at, run, cause }) =>
    run && cause === 'time' ? [{ at, runId: run.runId }] : [],
  );
  return Promise.all(started.map(async ({ at, runId }) => (await runs.get({ runId })).createdAt - at));
}

/** One after the other; the answer comes when the run is on record. */
async function callTimes({ triggers }: EngineClient): Promise<number[]> {
  const { url } = await triggers.add({ template: 'pong', perMinute: 1_000_000 });
  const times: number[] = [];
  for (let number = 0; number < calls; number += 1) {
    const begun = performance.now();
    const { status } = await fetch(url, { method: 'POST' });
    times.push(performance.now() - begun);
    if (status !== 202) throw new Error(`The webhook answered ${status}`);
  }
  return times;
}
