import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createArithmeticEngine, type ArithmeticEngine } from '../../../../tests/contract/arithmetic-engine.ts';
import { AnyEvent } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import { HeronError } from '../../base/errors.ts';
import type { Attempt } from '../../orchestrator/execution.ts';
import { recordingTerminal, type RecordingTerminal } from '../recording-terminal.ts';
import type { RunOptions } from './command.ts';
import { doText } from './do.ts';
import { runPlan } from './run-plan.ts';

let engine: ArithmeticEngine;
beforeEach(() => {
  engine = createArithmeticEngine();
});
afterEach(() => engine.close());

function terminalWith(parts: Parameters<typeof recordingTerminal>[0] = {}): RecordingTerminal {
  return recordingTerminal({ cwd: engine.folder, ...parts });
}

async function say(terminal: RecordingTerminal, text: string, options: Partial<RunOptions> = {}): Promise<number> {
  return doText({ terminal, openEngine: engine.openEngine }, text, { allow: [], ...options });
}

test('a sentence is planned, run and answered', async () => {
  const terminal = terminalWith();
  expect(await say(terminal, 'add 2 and 3')).toBe(0);
  expect(terminal.outLines).toEqual(['✓ Add 2 and 3', '', '2 and 3 make 5.']);
});

test('what a worker finds wrong while it runs is a failure, not a mistake in the command', async () => {
  await engine.close();
  engine = createArithmeticEngine({
    callWorker: () => Promise.reject(new HeronError('invalid-input', 'There is no such sum')),
  });
  const terminal = terminalWith();
  expect(await say(terminal, 'add 2 and 3')).toBe(1);
  expect(terminal.outLines.join('\n')).toContain('There is no such sum');
});

test('a sentence nobody understands shows what is near to it', async () => {
  const terminal = terminalWith();
  expect(await say(terminal, 'add 2 nd 3')).toBe(4);
  expect(terminal.outLines).toEqual([]);
  expect(terminal.errLines.join('\n')).toContain('Near to it:\n  ');
});

test('with nobody there, a missing permission ends the run and names the option that gives it', async () => {
  const terminal = terminalWith();
  expect(await say(terminal, 'save 5 to "my notes.txt"')).toBe(3);
  expect(terminal.errLines).toContain(`  --allow 'files.write:${engine.folder}/my notes.txt'`);
  expect(terminal.questions).toEqual([]);
});

test('the named option does give it, relative to where one stands too', async () => {
  expect(await say(terminalWith(), 'save 5 to a.txt', { allow: [`files.write:${engine.folder}/a.txt`] })).toBe(0);
  expect(await say(terminalWith(), 'save 5 to a.txt', { allow: ['files.write:.'] })).toBe(0);
  expect(await say(terminalWith(), 'save 5 to a.txt', { allow: ['plan'] })).toBe(0);
  expect(await say(terminalWith(), 'save 5 to a.txt', { allow: ['files.read:.', 'files.write:other'] })).toBe(3);
});

test('who is there sees the plan and is asked, with the real path and the reason', async () => {
  const terminal = terminalWith({ answers: ['o'] });
  expect(await say(terminal, 'save 5 to a.txt')).toBe(0);
  const shown = terminal.errLines.join('\n');
  expect(shown).toContain(`1. Save 5 to a.txt (disk.save)\n     will change ${engine.folder}/a.txt`);
  expect(shown).toContain(
    `Disk wants to change ${engine.folder}/a.txt\n  for: Save 5 to a.txt (cannot be undone)\n  why: It writes the number down.`,
  );
  expect(terminal.questions).toHaveLength(1);
  expect(await engine.client.permissions.grants({})).toEqual([]);
});

test.each([
  ['', 1, 1],
  ['d', 1, 1],
  ['deny', 1, 1],
  ['allow', 2, 1],
  ['yes', 2, 1],
])('the answer "%s" allows nothing', async (typed, asked, code) => {
  const terminal = terminalWith({ answers: [typed, ''] });
  expect(await say(terminal, 'save 5 to a.txt')).toBe(code);
  expect(terminal.questions).toHaveLength(asked);
  expect(engine.log.list({ types: ['permission.granted'] })).toEqual([]);
});

test('"always" is remembered, also when nobody is there', async () => {
  expect(await say(terminalWith({ answers: ['always'] }), 'save 5 to a.txt')).toBe(0);
  expect(await say(terminalWith(), 'save 6 to a.txt')).toBe(0);
});

test('with --json every event of the run is a line, and nothing else', async () => {
  const terminal = terminalWith();
  expect(await say(terminal, 'add 2 and 3', { json: true })).toBe(0);
  const events = terminal.outLines.map((line) => AnyEvent.parse(JSON.parse(line)));
  expect(events.map(({ type }) => type)).toEqual([
    'run.created',
    'run.started',
    'task.started',
    'task.completed',
    'run.completed',
  ]);
  expect(new Set(events.map(({ scope }) => scope.runId)).size).toBe(1);
  expect(events.every(({ seq }) => typeof seq === 'number')).toBe(true);
});

function hanging({ signal }: Attempt): Promise<Json> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}

test('Ctrl-C stops the run, waits for its end and says so', async () => {
  await engine.close();
  engine = createArithmeticEngine({ callWorker: hanging });
  const terminal = terminalWith();
  const running = say(terminal, 'add 2 and 3');
  await expect.poll(() => engine.log.list({ types: ['task.started'] }).length).toBe(1);
  terminal.interrupt();
  expect(await running).toBe(130);
  expect(engine.log.list({ types: ['run.*', 'task.*'] }).map(({ type }) => type)).toEqual([
    'run.created',
    'run.started',
    'task.started',
    'run.stopRequested',
    'task.cancelled',
    'run.cancelled',
  ]);
  expect(terminal.errLines).toEqual(['Stopping…', 'Stopped: stopped by the person']);
});

test('Ctrl-C while a question is open takes the question back', async () => {
  const terminal = terminalWith({ answers: [] });
  const running = say(terminal, 'save 5 to a.txt');
  await expect.poll(() => terminal.questions.length).toBe(1);
  terminal.interrupt();
  expect(await running).toBe(130);
  expect(await engine.client.permissions.pending({})).toEqual([]);
});

test('a question that was answered at another surface is not asked any more', async () => {
  const terminal = terminalWith({ answers: [] });
  const running = say(terminal, 'save 5 to a.txt');
  await expect.poll(() => terminal.questions.length).toBe(1);
  const [request] = await engine.client.permissions.pending({});
  await engine.client.permissions.answer({ answers: [{ requestId: request!.id, answer: 'once' }] });
  expect(await running).toBe(0);
});

test('what a file is called cannot draw on the terminal', async () => {
  const terminal = terminalWith({ answers: ['d'] });
  await say(terminal, 'save 5 to "a\u001b[2K\u202etxt.b"');
  const written = [...terminal.errLines, ...terminal.outLines, ...terminal.questions].join('\n');
  for (const character of ['\u001b', '\u202e']) expect(written).not.toContain(character);
  expect(written).toContain('\\u{1b}[2K\\u{202e}txt.b');
});

test('a plan from a file or the standard input is run', async () => {
  const plan = {
    version: 1,
    title: 'Twice',
    tasks: [
      { id: 'a', action: 'sum.add', input: { a: 1, b: 2 } },
      { id: 'b', title: 'Again', action: 'sum.add', input: { a: '{{ tasks.a.output.value }}', b: 4 } },
    ],
  };
  writeFileSync(join(engine.folder, 'plan.json'), JSON.stringify(plan));
  const parts = (terminal: RecordingTerminal) => ({ terminal, openEngine: engine.openEngine });
  const fromFile = terminalWith();
  expect(await runPlan(parts(fromFile), 'plan.json', { allow: [] })).toBe(0);
  expect(fromFile.outLines).toEqual(['✓ Add', '✓ Again', '', '1 and 2 make 3.', '3 and 4 make 7.']);
  const fromInput = terminalWith({ input: JSON.stringify(plan) });
  expect(await runPlan(parts(fromInput), '-', { allow: [] })).toBe(0);
});

test('a plan that cannot run is refused with the place of each mistake, and nothing is started', async () => {
  writeFileSync(
    join(engine.folder, 'plan.json'),
    JSON.stringify({ version: 1, title: 'No', tasks: [{ id: 'a', action: 'no.such', input: {} }] }),
  );
  const terminal = terminalWith();
  expect(await runPlan({ terminal, openEngine: engine.openEngine }, 'plan.json', { allow: [] })).toBe(2);
  expect(terminal.errLines).toEqual(['tasks.0.action: There is no action no.such']);
  expect(engine.log.lastSeq()).toBe(0);
});

test.each([
  ['{"version":', /^plan\.json is not JSON/],
  [undefined, /^plan\.json cannot be read/],
])('a file that is no plan is a mistake in the command', async (content, message) => {
  if (content) writeFileSync(join(engine.folder, 'plan.json'), content);
  const call = runPlan({ terminal: terminalWith(), openEngine: engine.openEngine }, 'plan.json', { allow: [] });
  await expect(call).rejects.toThrow(message);
});
