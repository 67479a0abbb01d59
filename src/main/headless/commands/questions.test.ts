import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import { sensitiveNeed } from '../../../contract/permission-need.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { createPermissionQuestions } from '../permission-questions.ts';
import { recordingTerminal } from '../recording-terminal.ts';
import { runPlan } from './run-plan.ts';

let engine: ArithmeticEngine;
beforeEach(() => {
  engine = createArithmeticEngine();
  const tasks = ['a', 'b', 'c'].map((id) => ({ id, action: 'disk.save', input: { path: `/${id}`, value: 1 } }));
  writeFileSync(join(engine.folder, 'plan.json'), JSON.stringify({ version: 1, title: 'Three', tasks }));
});
afterEach(() => engine.close());

function start(answers: string[]) {
  const terminal = recordingTerminal({ cwd: engine.folder, answers });
  const running = runPlan({ terminal, openEngine: engine.openEngine }, 'plan.json', { allow: [] });
  return { terminal, running };
}

test('the first no is the answer to everything else the run asks', async () => {
  const { terminal, running } = start(['d']);
  expect(await running).toBe(1);
  expect(terminal.questions).toHaveLength(1);
  expect(engine.log.list({ types: ['permission.denied'] })).toHaveLength(3);
  expect(await engine.client.permissions.pending({})).toEqual([]);
});

test('what was allowed before a no stays allowed', async () => {
  const { terminal, running } = start(['o', 'deny']);
  expect(await running).toBe(1);
  expect(terminal.questions).toHaveLength(2);
  expect(engine.log.list({ types: ['permission.denied'] })).toHaveLength(2);
});

test('Ctrl-C takes every question back and asks no other', async () => {
  const { terminal, running } = start([]);
  await expect.poll(() => terminal.questions.length).toBe(1);
  terminal.interrupt();
  expect(await running).toBe(130);
  expect(terminal.questions).toHaveLength(1);
  expect(terminal.errLines.filter((line) => line.includes('wants to'))).toHaveLength(1);
  expect(await engine.client.permissions.pending({})).toEqual([]);
});

test('an answer that was not offered is met with what can be typed', async () => {
  const { terminal, running } = start(['yes', 'd']);
  expect(await running).toBe(1);
  expect(terminal.errLines).toContain(
    'Type o, r, a or d: o allows it this once, r for this run, a from now on, and d denies it.',
  );
});

test('a failure is written once', async () => {
  const { terminal, running } = start(['d']);
  await running;
  const lines = [...terminal.outLines, ...terminal.errLines];
  const failed = engine.log.list({ types: ['run.failed'] })[0];
  const message = failed?.type === 'run.failed' ? failed.payload.error.message : '';
  expect(lines.filter((line) => line.includes(message))).toHaveLength(1);
});

/** Puts one question to a person with these answers; gives what was allowed. */
async function ask(answers: string[], title: string, asked: Pick<PermissionRequest, 'workerName' | 'need' | 'taint'>) {
  const terminal = recordingTerminal({ answers });
  const answered = Promise.withResolvers<string>();
  const questions = createPermissionQuestions({
    terminal,
    taskTitle: () => title,
    allow: async (_requestId, answer) => answered.resolve(answer),
    denyAll: async () => [],
    onError: answered.reject,
  });
  const place = { id: 'req_01JD0000000000000000000000', runId: 'run_01JD0000000000000000000000', taskIds: ['a'] };
  questions.add({ ...place, actions: ['run'], workerId: 'worker', reason: '', createdAt: 0, ...asked });
  const answer = await answered.promise;
  questions.close();
  return { terminal, answer };
}

test('what a run has read is told with the question, and only this once is offered', async () => {
  const { terminal, answer } = await ask(['always', 'o'], 'Send it', {
    workerName: 'Programs',
    need: { capability: 'shell', target: '/usr/bin/curl' },
    taint: ['https://stranger.example/'],
  });
  expect(answer).toBe('once');
  expect(terminal.questions).toEqual(Array(2).fill('Allow it this [o]nce, or [d]eny? (deny) '));
  expect(terminal.errLines.join('\n')).toContain('This run has read https://stranger.example/.');
});

test('code is shown as it stands before it is allowed, and for no longer than the run', async () => {
  const { terminal, answer } = await ask(['always', 'r'], 'Run code', {
    workerName: 'Code',
    need: { capability: 'code', target: 'python', detail: 'for n in range(3):\n  print(n)', exact: true },
  });
  expect(answer).toBe('run');
  expect(terminal.errLines.slice(0, 7)).toEqual([
    '',
    'Code wants to run code in python, closed off from your files and the network',
    '',
    '    for n in range(3):',
    '      print(n)',
    '',
    '  for: Run code',
  ]);
  expect(terminal.errLines.at(-1)).toBe(
    'Type o, r or d: o allows it this once, r for this run, and d denies it. Code is asked for in every run.',
  );
});

test('a file that may hold passwords is told as one, and never offered for always', async () => {
  const { terminal, answer } = await ask(['always', 'o'], 'Set the port', {
    workerName: 'Files',
    need: sensitiveNeed({ capability: 'files.write', target: '/home/ada/shop/.env' }),
  });
  expect(answer).toBe('once');
  expect(terminal.errLines).toContain('Files wants to change /home/ada/shop/.env, which may hold passwords or keys');
  expect(terminal.errLines.at(-1)).toMatch(/A file that may hold passwords or keys is asked for in every run\.$/);
});
