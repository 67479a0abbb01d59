import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import type { Json } from '../../../contract/json.ts';
import type { Attempt } from '../../orchestrator/execution.ts';
import { recordingTerminal, type RecordingTerminal } from '../recording-terminal.ts';
import { tailEvents } from './events.ts';
import { listGrants, revokeGrant } from './permissions.ts';
import { resumeRuns } from './resume.ts';
import { listRuns, resolveTask, showRun } from './runs.ts';
import { undoRun } from './undo.ts';

let engine: ArithmeticEngine;
let terminal: RecordingTerminal;
let parts: { terminal: RecordingTerminal; openEngine: ArithmeticEngine['openEngine'] };

beforeEach(() => begin(createArithmeticEngine()));
afterEach(() => engine.close());

function begin(next: ArithmeticEngine): void {
  engine = next;
  terminal = recordingTerminal({});
  parts = { terminal, openEngine: engine.openEngine };
}

async function runToEnd(action = 'sum.add', input: Record<string, Json> = { a: 1, b: 2 }): Promise<string> {
  const plan = { version: 1 as const, title: `Do ${action}`, tasks: [{ id: 'a', action, input }] };
  const { runId } = await engine.client.runs.start({ plan, allow: 'plan', unattended: true });
  await expect.poll(async () => (await engine.client.runs.get({ runId })).endedAt).toBeDefined();
  return runId;
}

test('runs are listed, the newest first, also by status and as JSON', async () => {
  const first = await runToEnd();
  const second = await runToEnd('disk.save', { path: '/x', value: 1 });
  await listRuns(parts, { limit: 10 });
  expect(terminal.outLines[0]).toMatch(new RegExp(`^${second}  completed  .*  1/1  Do disk.save$`));
  expect(terminal.outLines[1]).toContain(first);
  terminal.outLines.length = 0;
  await listRuns(parts, { limit: 10, status: 'failed' });
  expect(terminal.outLines).toEqual([]);
  await listRuns(parts, { limit: 1, json: true });
  expect(JSON.parse(terminal.outLines[0]!)).toMatchObject([{ id: second }]);
});

test('a run is shown task by task', async () => {
  const runId = await runToEnd();
  await showRun(parts, runId, {});
  expect(terminal.outLines[0]).toBe('Do sum.add');
  expect(terminal.outLines[1]).toContain(`${runId}  completed`);
  expect(terminal.outLines[2]).toBe('  completed  a  sum.add  1 and 2 make 3.');
  await expect(showRun(parts, `run_${'0'.repeat(26)}`, {})).rejects.toMatchObject({ code: 'not-found' });
});

test('a run is shown with what it used, beside its budget [OB-05]', async () => {
  await engine.close();
  const pay = async (attempt: Attempt): Promise<Json> => {
    attempt.onUsed({ tokens: 1500, money: 0.02 });
    return { value: 3 };
  };
  begin(createArithmeticEngine({ callWorker: pay }));
  const task = { id: 'a', action: 'sum.add', input: { a: 1 }, budget: { tokens: 2000 } };
  const plan = { version: 1 as const, title: 'Pay', tasks: [task], budget: { money: 1 } };
  const { runId } = await engine.client.runs.start({ plan, allow: 'plan', unattended: true });
  await expect.poll(async () => (await engine.client.runs.get({ runId })).endedAt, { timeout: 30_000 }).toBeDefined();
  await showRun(parts, runId, {});
  expect(terminal.outLines.slice(2)).toEqual([
    'used 1,500 tokens, 0.02 USD of 1.00',
    '  completed  a  sum.add  1 and 1 make 3.  1,500 tokens of 2,000, 0.02 USD',
  ]);
});

test('undoing names what was restored; what was left makes it a failure', async () => {
  const runId = await runToEnd();
  expect(await undoRun(parts, runId, {})).toBe(0);
  expect(terminal.outLines).toEqual([`restored ${engine.folder}/a`]);
  await engine.close();
  begin(
    createArithmeticEngine({
      undo: async () => ({ restored: [], conflicts: [{ path: '/b', reason: 'changed since' }] }),
    }),
  );
  expect(await undoRun(parts, await runToEnd(), {})).toBe(1);
  expect(terminal.outLines).toEqual(['left     /b (changed since)']);
});

test('a dry run of undo says what would be put back, left alone and what cannot be undone, and undoes nothing', async () => {
  await engine.close();
  begin(
    createArithmeticEngine({
      previewUndo: async () => ({
        restorable: [
          { path: '/a', kind: 'replaced' },
          { path: '/new', kind: 'created' },
        ],
        conflicts: [{ path: '/b', reason: 'It was changed after the run' }],
      }),
      undo: () => Promise.reject(new Error('nobody asked for it')),
    }),
  );
  const runId = await runToEnd('disk.save', { path: '/x', value: 1 });
  expect(await undoRun(parts, runId, { dryRun: true })).toBe(1);
  expect(terminal.outLines).toEqual([
    'would restore    /a',
    'would remove     /new',
    'would leave      /b (It was changed after the run)',
    expect.stringMatching(/^cannot be undone .+ \(a\)$/),
  ]);
});

test('grants are listed and taken back', async () => {
  const plan = {
    version: 1 as const,
    title: 'Save',
    tasks: [{ id: 's', action: 'disk.save', input: { path: '/x', value: 1 } }],
  };
  await engine.client.runs.start({ plan });
  await expect.poll(async () => (await engine.client.permissions.pending({})).length).toBe(1);
  const [request] = await engine.client.permissions.pending({});
  await engine.client.permissions.answer({ answers: [{ requestId: request!.id, answer: 'always' }] });
  await listGrants(parts, {});
  const [grantId] = terminal.outLines[0]!.split('  ');
  expect(terminal.outLines[0]).toContain('disk  may change /x and all below it  always');
  expect(await revokeGrant(parts, grantId!)).toBe(0);
  expect(await engine.client.permissions.grants({})).toEqual([]);
});

test('the tail of the log is its last twenty events, or all after a place, of some types', async () => {
  for (let count = 0; count < 6; count += 1) await runToEnd();
  await tailEvents(parts, {});
  expect(terminal.outLines).toHaveLength(20);
  expect(terminal.outLines.at(-1)).toMatch(/^30  .*  run\.completed  run_/);
  terminal.outLines.length = 0;
  await tailEvents(parts, { after: 10, types: ['run.*'], json: true });
  const events = terminal.outLines.map((line) => JSON.parse(line) as { seq: number; type: string });
  expect(events).toHaveLength(12);
  expect(events[0]!.seq).toBe(11);
});

test('following goes on with what comes, until Ctrl-C', async () => {
  await runToEnd();
  const tailing = tailEvents(parts, { follow: true, after: 0, types: ['run.*'] });
  await expect.poll(() => terminal.outLines.length).toBe(3);
  await runToEnd();
  await expect.poll(() => terminal.outLines.length).toBe(6);
  terminal.interrupt();
  expect(await tailing).toBe(0);
});

test('following ends when nobody reads any more', async () => {
  const tailing = tailEvents(parts, { follow: true });
  terminal.closeOutput();
  expect(await tailing).toBe(0);
});

test('a run that was cut off is taken up and followed to its end, without what was seen before', async () => {
  let isCut = true;
  const cutOff = (attempt: Attempt): Promise<Json> =>
    isCut
      ? new Promise((_, reject) =>
          attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error)),
        )
      : Promise.resolve({ value: 3 });
  await engine.close();
  begin(createArithmeticEngine({ callWorker: cutOff }));
  const plan = {
    version: 1 as const,
    title: 'Cut',
    tasks: [{ id: 'a', title: 'Count', action: 'sum.add', input: { a: 1, b: 2 } }],
  };
  await engine.client.runs.start({ plan });
  await expect.poll(() => engine.log.list({ types: ['task.started'] }).length).toBe(1);
  await engine.interrupt();
  isCut = false;
  expect(await resumeRuns(parts, {})).toBe(0);
  expect(terminal.outLines).toEqual(['✓ Count', '', '1 and 2 make 3.']);
  terminal.errLines.length = 0;
  expect(await resumeRuns(parts, {})).toBe(0);
  expect(terminal.errLines).toEqual(['No run is unfinished']);
});

test('a task cut off where it must not be repeated says how to decide, and does what was decided', async () => {
  let isCut = true;
  const cutOff = (attempt: Attempt): Promise<Json> =>
    isCut
      ? new Promise((_, reject) =>
          attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error)),
        )
      : Promise.resolve({ path: '/x' });
  await engine.close();
  begin(createArithmeticEngine({ callWorker: cutOff }));
  const plan = {
    version: 1 as const,
    title: 'Save',
    tasks: [{ id: 's', action: 'disk.save', input: { path: '/x', value: 1 } }],
  };
  const { runId } = await engine.client.runs.start({ plan, allow: 'plan', unattended: true });
  await expect.poll(() => engine.log.list({ types: ['task.started'] }).length).toBe(1);
  await engine.interrupt();
  isCut = false;
  expect(await resumeRuns(parts, {})).toBe(1);
  expect(terminal.errLines).toContain(`  heron runs resolve ${runId} s retry`);
  expect(await resolveTask(parts, runId, 's', 'retry')).toBe(0);
  expect(terminal.outLines).toContain('✓ s');
});
