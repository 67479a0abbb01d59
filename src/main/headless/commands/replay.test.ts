import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { recordingTerminal, type RecordingTerminal } from '../recording-terminal.ts';
import { forkRun } from './fork.ts';
import { replayRun } from './replay.ts';
import { showRun } from './runs.ts';

let engine: ArithmeticEngine;
let terminal: RecordingTerminal;
let parts: { terminal: RecordingTerminal; openEngine: ArithmeticEngine['openEngine'] };
let calls = 0;

beforeEach(() => {
  calls = 0;
  engine = createArithmeticEngine({
    callWorker: async ({ input }) => {
      calls += 1;
      return { value: Number(input['a']) + Number(input['b']) };
    },
  });
  terminal = recordingTerminal({});
  parts = { terminal, openEngine: engine.openEngine };
});
afterEach(() => engine.close());

async function runToEnd(tasks: Task[]): Promise<string> {
  const { runId } = await engine.client.runs.start({ plan: { version: 1, title: 'Add', tasks }, unattended: true });
  await expect.poll(async () => (await engine.client.runs.get({ runId })).endedAt, { timeout: 30_000 }).toBeDefined();
  return runId;
}

const sums: Task[] = [
  { id: 'one', action: 'sum.add', input: { a: '{{ $floor($random() * 100) }}' } },
  { id: 'all', action: 'sum.add', input: { a: '{{ item }}' }, forEach: { in: '{{ [1..5] }}', concurrency: 3 } },
  { id: 'last', action: 'sum.add', input: { a: '{{ tasks.one.output.value }}', b: '{{ $count(tasks.all.output) }}' } },
];

test('a run is executed once more from its log and is the same; no worker is called [X-03]', async () => {
  const runId = await runToEnd(sums);
  const made = calls;
  expect(await replayRun(parts, runId, {})).toBe(0);
  const { events } = await engine.client.events.list({ scope: { runId }, types: ['run.*', 'task.*'] });
  expect(terminal.outLines).toEqual([`identical: ${events.length - 1} events`]);
  expect(calls).toBe(made);
  await replayRun(parts, runId, { json: true });
  expect(JSON.parse(terminal.outLines[1]!)).toMatchObject({
    identical: true,
    notes: [],
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('a changed row of the database is told as the first difference, with both sides [X-03]', async () => {
  const runId = await runToEnd(sums);
  engine.database
    .prepare(
      `UPDATE events SET payload = json_set(payload, '$.output.value', 4711)
       WHERE run_id = ? AND task_id = 'one' AND type = 'task.completed'`,
    )
    .run(runId);
  expect(await replayRun(parts, runId, {})).toBe(1);
  expect(terminal.outLines[0]).toMatch(/^different at event \d+$/);
  expect(terminal.outLines[1]).toContain('recorded  task.completed  one');
  expect(terminal.outLines[2]).toContain('replayed  task.completed  one');
  expect(terminal.outLines[2]).toContain('make 4711');
});

test('a removed row is a difference too', async () => {
  const runId = await runToEnd(sums);
  engine.database
    .prepare(`DELETE FROM events WHERE run_id = ? AND task_id = 'last' AND type = 'task.started'`)
    .run(runId);
  expect(await replayRun(parts, runId, { json: true })).toBe(1);
  expect(JSON.parse(terminal.outLines[0]!)).toMatchObject({
    difference: {
      recorded: { type: 'task.completed', taskId: 'last' },
      replayed: { type: 'task.started', taskId: 'last' },
    },
  });
});

test('a run that goes on, or is not there, is not replayed', async () => {
  const { runId } = await engine.client.runs.start({
    plan: { version: 1, title: 'Wait', tasks: [{ id: 'w', wait: { forMs: 3_600_000 } }] },
  });
  await expect(replayRun(parts, runId, {})).rejects.toMatchObject({ data: { code: 'conflict' } });
  await expect(replayRun(parts, `run_${'0'.repeat(26)}`, {})).rejects.toMatchObject({ code: 'not-found' });
});

test('a run is forked with another input; what is kept is not done again, and both say where it comes from [X-03]', async () => {
  const runId = await runToEnd(sums);
  calls = 0;
  const options = { allow: [], from: 'last', set: ['input.b=1000'] };
  expect(await forkRun(parts, runId, options)).toBe(0);
  expect(calls).toBe(1);
  expect(terminal.errLines[0]).toMatch(/^run_\w+ begins with last; 2 kept from run_\w+$/);
  const [fork] = await engine.client.runs.list({ origin: runId });
  terminal.outLines.length = 0;
  await showRun(parts, fork?.id ?? '', {});
  expect(terminal.outLines[2]).toBe(`forked from ${runId}, beginning with last`);
  expect(terminal.outLines[3]).toContain('kept');
  expect(await replayRun(parts, fork?.id ?? '', {})).toBe(0);
});

test('what is wrong with the input of a fork is told by field', async () => {
  const runId = await runToEnd(sums);
  expect(await forkRun(parts, runId, { allow: [], from: 'last', set: ['input.b=many', 'input.z=1'] })).toBe(2);
  expect(terminal.errLines.join('\n')).toContain('input.z: ');
  expect(() => forkRun(parts, runId, { allow: [], from: 'last', set: ['b=1'] })).toThrow('like input.path=/tmp/a');
});
