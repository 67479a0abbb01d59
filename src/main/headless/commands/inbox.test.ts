import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import type { Health } from '../../../contract/health.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import type { OpenEngine } from '../engine-access.ts';
import { recordingTerminal, type RecordingTerminal } from '../recording-terminal.ts';
import { doText } from './do.ts';
import { answerByCode, listGrants, listInbox } from './permissions.ts';

let engine: ArithmeticEngine;
let terminal: RecordingTerminal;
/** When the engine that answers began. */
let startedAt = 0;

beforeEach(() => {
  engine = createArithmeticEngine();
  terminal = recordingTerminal({});
  startedAt = 0;
});
afterEach(() => engine.close());

const openEngine: OpenEngine = async (options) => {
  const access = await engine.openEngine(options);
  const { runs, events, permissions, plans } = engine.client;
  const health = { get: (): Promise<Partial<Health>> => Promise.resolve({ startedAt, program: 'headless' }) };
  const mcp = { questions: () => Promise.resolve([]) };
  const client = { runs, events, permissions, plans, health, mcp } as unknown as EngineClient;
  return { ...access, client: () => Promise.resolve(client) };
};

/** A run that nobody attends and that waits for the permission it lacks. */
async function waitingRun(): Promise<{
  ended: Promise<number>;
  output: RecordingTerminal;
  request: PermissionRequest;
}> {
  const output = recordingTerminal({ cwd: engine.folder });
  const ended = doText({ terminal: output, openEngine }, 'save 5 to a.txt', { allow: [], waitForPermission: true });
  await expect.poll(() => output.errLines.at(-1) ?? '').toContain('answer with');
  const [request] = await engine.client.permissions.pending({});
  return { ended, output, request: request! };
}

test('a run that waits says what for and with which code it can be answered, and goes on with the answer [SB-18]', async () => {
  const { ended, output, request } = await waitingRun();
  expect(output.errLines).toContain(`Disk wants to change ${engine.folder}/a.txt`);
  expect(output.errLines.at(-1)).toContain(`heron permissions answer ${request.code} once`);
  await listInbox({ terminal, openEngine }, {});
  expect(terminal.outLines).toHaveLength(1);
  expect(terminal.outLines[0]).toContain(
    `${request.code}  Disk wants to change ${engine.folder}/a.txt  ${request.runId}`,
  );
  expect(terminal.outLines[0]).toContain('waits until it is answered');
  expect(await answerByCode({ terminal, openEngine }, request.code!, 'run')).toBe(0);
  expect(terminal.errLines.at(-1)).toBe(`Disk may change ${engine.folder}/a.txt (run)`);
  expect(await ended).toBe(0);
});

test('a no by code ends the run that waited [SB-18]', async () => {
  const { ended, request } = await waitingRun();
  await answerByCode({ terminal, openEngine }, request.code!, 'deny');
  expect(terminal.errLines).toEqual([`Disk may not change ${engine.folder}/a.txt`]);
  expect(await ended).toBe(1);
});

test('a code that no question has is refused, and the question waits on', async () => {
  const { ended, request } = await waitingRun();
  const wrong = request.code === '222222' ? '333333' : '222222';
  await expect(answerByCode({ terminal, openEngine }, wrong, 'once')).rejects.toThrow('No open question has this code');
  await answerByCode({ terminal, openEngine }, request.code!, 'once');
  expect(await ended).toBe(0);
});

test('without the option a run that nobody attends fails at once', async () => {
  const output = recordingTerminal({ cwd: engine.folder });
  expect(await doText({ terminal: output, openEngine }, 'save 5 to a.txt', { allow: [] })).toBe(3);
});

test('an answer to a run that was cut off says how to go on', async () => {
  const { ended, request } = await waitingRun();
  await engine.interrupt();
  startedAt = Date.now() + 1000;
  await answerByCode({ terminal, openEngine }, request.code!, 'run');
  expect(terminal.errLines.at(-1)).toBe('1 run was cut off; go on with: heron resume');
  startedAt = 0;
  await engine.openEngine({ resumesRuns: true });
  expect(await ended).toBe(0);
});

test('an empty inbox says so, and the list of grants says what waits', async () => {
  await listInbox({ terminal, openEngine }, {});
  await listGrants({ terminal, openEngine }, {});
  expect(terminal.errLines).toEqual(['Nothing waits for an answer.', 'Nothing is allowed in advance.']);
  const { ended, request } = await waitingRun();
  await listGrants({ terminal, openEngine }, {});
  expect(terminal.errLines.at(-1)).toBe('1 question waits for an answer: heron permissions inbox');
  const choice = { match: 'exact', uses: 3, expiresAt: Date.now() + 3_600_000, action: 'save' } as const;
  await engine.client.permissions.answer({ answers: [{ requestId: request.id, answer: 'always', choice }] });
  expect(await ended).toBe(0);
  await listGrants({ terminal, openEngine }, {});
  const [, worker, what, holds] = terminal.outLines.at(-1)!.split('  ');
  expect([worker, what]).toEqual(['disk.save', `may change ${engine.folder}/a.txt and nothing else`]);
  expect(holds).toMatch(/^always, 3 more uses, until \d{4}-/);
});
