import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import { recordingTerminal, type RecordingTerminal } from '../recording-terminal.ts';
import { tailEvents } from './events.ts';
import { listGrants, revokeGrant } from './permissions.ts';
import { resolveTask, showRun } from './runs.ts';
import { undoRun } from './undo.ts';

let engine: ArithmeticEngine;
let terminal: RecordingTerminal;
let parts: { terminal: RecordingTerminal; openEngine: ArithmeticEngine['openEngine'] };
beforeEach(() => {
  engine = createArithmeticEngine();
  terminal = recordingTerminal({});
  parts = { terminal, openEngine: engine.openEngine };
});
afterEach(() => engine.close());

const absent = `run_${'0'.repeat(26)}`;

test.each([
  ['nope', 'invalid-input'],
  [absent, 'not-found'],
])('a run that is not there (%s) is named, with where to find one', async (runId, code) => {
  const expected = { code, message: `There is no run ${runId}; heron runs lists them` };
  await expect(showRun(parts, runId, {})).rejects.toMatchObject(expected);
  await expect(undoRun(parts, runId, {})).rejects.toMatchObject(expected);
  await expect(resolveTask(parts, runId, 'a', 'skip')).rejects.toMatchObject(expected);
});

test.each([
  ['nope', 'invalid-input'],
  [`grt_${'0'.repeat(26)}`, 'not-found'],
])('a grant that is not there (%s) is named, with where to find one', async (grantId, code) => {
  const message = `There is no grant ${grantId}; heron permissions lists them`;
  await expect(revokeGrant(parts, grantId)).rejects.toMatchObject({ code, message });
});

test('kinds of events that do not exist are refused with those that do', async () => {
  await expect(tailEvents(parts, { types: ['run.*', 'bogus.*'] })).rejects.toThrow(
    /^There are no events bogus\.\*; what comes before the dot is one of conversation, message, plan, /,
  );
  await expect(tailEvents(parts, { types: ['task.bogus'] })).rejects.toThrow(
    /^There are no events task\.bogus; of task there are task\.started, /,
  );
  expect(await tailEvents(parts, { types: ['run.*', 'task.completed'] })).toBe(0);
});

test('where nothing is allowed in advance, that is said', async () => {
  await listGrants(parts, {});
  expect(terminal.errLines).toEqual(['Nothing is allowed in advance.']);
  await listGrants(parts, { json: true });
  expect(terminal.outLines).toEqual(['[]']);
});
