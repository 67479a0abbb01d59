import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AgentOutput } from '../../src/contract/agents.ts';
import type { ScriptedReply } from '../../src/main/models/fixtures/transcript.ts';
import { openTalkingEngine } from './talking-engine.ts';

const program = (sign: string): string => `export const add = (a, b) => a ${sign} b;\n`;
const ofProject = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add } from './add.js';
test('adds', () => assert.equal(add(1, 2), 3));
`;

/** A project with a fault, and an agent that is to mend it with its real tests as the check. */
async function openProject(mostRepairs: number, ...replies: ScriptedReply[]) {
  const world = await openTalkingEngine(...replies);
  const folder = mkdtempSync(join(tmpdir(), 'heron-mended-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'add.js'), program('*'));
  writeFileSync(join(folder, 'add.test.js'), ofProject);
  const node = (...args: string[]) => ({ action: 'process.run', input: { program: process.execPath, args, folder } });
  const check = { ...node('--check', 'add.js'), also: [node('--test', '--test-reporter=tap')], mostRepairs };
  const agent = { goal: 'Mend the tests.', tools: ['files.*'], check, baseFolder: folder };
  const plan = { version: 1 as const, title: 'Mend', tasks: [{ id: 'work', agent }] };
  const { client, events } = world.engine();
  // A person who says yes to what this run asks for.
  events.listen((event) => {
    if (event.type !== 'permission.requested') return;
    const { id } = event.payload.request;
    void client.permissions.answer({ answers: [{ requestId: id, answer: 'run' }] });
  });
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  return { ...world, client, folder, runId };
}

const writes = (content: string): ScriptedReply => ({
  answer: () => ({
    text: '',
    calls: [{ name: 'files__write', input: { path: 'add.js', content, overwrite: true } }],
  }),
});
const done: ScriptedReply = { text: 'The tests pass now.' };

test('tests that fail after a change go back to the model in few words, which mends them [OR-15, OR-16]', async () => {
  const world = await openProject(
    2,
    writes(program('-')),
    done,
    writes('export const add = ('),
    done,
    writes(program('+')),
    done,
  );
  const run = await world.ended(world.runId);
  const output = run.tasks['work']?.output as AgentOutput;
  expect(output).toMatchObject({ ended: 'answer', text: 'The tests pass now.' });
  expect(output.claims).toMatchObject([{ isVerified: true }]);
  expect(readFileSync(join(world.folder, 'add.js'), 'utf8')).toBe(program('+'));
  const shown = world.server.requests.map(({ text }) => text);
  // The tests: what was expected stands there, and not what passed; then the first check, after which the tests are not run.
  expect(shown[2]).toMatch(/not ok 1 - adds/);
  expect(shown[2]).toMatch(/-1 !== 3/);
  expect(shown[4]).toMatch(/SyntaxError/);
  expect(await world.client.runs.replay({ runId: world.runId })).toMatchObject({ identical: true });
});

test('what still fails after the last repair is told to the person, and no claim of the model is believed [OR-15, X-06]', async () => {
  const world = await openProject(
    1,
    writes(program('-')),
    done,
    writes(program('/')),
    done,
    writes(program('+')),
    done,
  );
  const run = await world.ended(world.runId);
  const output = run.tasks['work']?.output as AgentOutput;
  expect(output).toMatchObject({ ended: 'check', claims: [{ isVerified: false }, { text: 'It is done' }] });
  expect(run.tasks['work']?.says).toMatch(
    /\*\*Not confirmed:\*\* “It is done” \(its check process\.run still fails: .*ended with code 1/,
  );
  expect(readFileSync(join(world.folder, 'add.js'), 'utf8')).toBe(program('/'));
});
