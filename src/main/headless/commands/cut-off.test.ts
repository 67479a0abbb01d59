import { afterEach, beforeEach, expect, test } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import type { Health } from '../../../contract/health.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import type { OpenEngine } from '../engine-access.ts';
import { recordingTerminal, type RecordingTerminal } from '../recording-terminal.ts';
import { doText } from './do.ts';
import { resumeRuns } from './resume.ts';
import { listRuns, showRun } from './runs.ts';

let engine: ArithmeticEngine;
let terminal: RecordingTerminal;
let runId: string;
/** When the engine that answers began, in milliseconds since 1970. */
let startedAt: number;

beforeEach(async () => {
  engine = createArithmeticEngine({
    callWorker: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
  });
  terminal = recordingTerminal({});
  const plan = { version: 1 as const, title: 'Cut', tasks: [{ id: 'a', action: 'sum.add', input: { a: 1, b: 2 } }] };
  runId = (await engine.client.runs.start({ plan })).runId;
  await expect.poll(() => engine.log.list({ types: ['task.started'] }).length).toBe(1);
});
afterEach(() => engine.close());

/** The engine after its process was killed and another began. */
async function cutOff(): Promise<void> {
  await engine.interrupt();
  await delay(5);
  startedAt = Date.now();
}

function opened(isRemote = false): OpenEngine {
  const { runs, events, permissions, plans } = engine.client;
  const health = { get: (): Promise<Partial<Health>> => Promise.resolve({ startedAt, program: 'headless' }) };
  const client = { runs, events, permissions, plans, health } as unknown as EngineClient;
  return () => Promise.resolve({ client: () => Promise.resolve(client), close: () => Promise.resolve(), isRemote });
}

const notice = '1 run was cut off; go on with: heron resume';

test('a run that no engine executes is listed and shown as interrupted', async () => {
  await cutOff();
  await listRuns({ terminal, openEngine: opened() }, { limit: 10 });
  expect(terminal.outLines[0]).toContain(`${runId}  interrupted  `);
  expect(terminal.errLines).toEqual([notice]);
  terminal.outLines.length = 0;
  await showRun({ terminal, openEngine: opened() }, runId, {});
  expect(terminal.outLines[1]).toContain(`${runId}  interrupted`);
});

test('as JSON an interrupted run is marked', async () => {
  await cutOff();
  await listRuns({ terminal, openEngine: opened() }, { limit: 10, json: true });
  expect(JSON.parse(terminal.outLines[0]!)).toMatchObject([{ id: runId, status: 'running', interrupted: true }]);
});

test('a run that goes on is not interrupted', async () => {
  startedAt = 0;
  await listRuns({ terminal, openEngine: opened() }, { limit: 10 });
  expect(terminal.outLines[0]).toContain(`${runId}  running  `);
  expect(terminal.errLines).toEqual([]);
});

test('a run that was taken up is not interrupted', async () => {
  await cutOff();
  await engine.openEngine({ resumesRuns: true });
  await expect.poll(() => engine.log.list({ types: ['run.resumed'] }).length).toBe(1);
  await listRuns({ terminal, openEngine: opened() }, { limit: 10 });
  expect(terminal.outLines[0]).toContain(`${runId}  running  `);
  expect(terminal.errLines).toEqual([]);
});

test('who does something else is told of the run that was cut off', async () => {
  await cutOff();
  await doText({ terminal, openEngine: opened() }, 'nonsense', { allow: [] });
  expect(terminal.errLines[0]).toBe(notice);
});

test('a run that the running engine does not take up is not waited for', async () => {
  await cutOff();
  expect(await resumeRuns({ terminal, openEngine: opened(true) }, {})).toBe(1);
  expect(terminal.errLines).toEqual([
    'Another command is using Heron; 1 run can go on when that has ended: heron resume',
  ]);
});
