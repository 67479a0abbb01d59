import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Plan } from '../../src/contract/plan.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

let served: ServedTestEngine;
let home: string;
beforeAll(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'heron-shown-')));
  served = await openServedEngine({ home });
});
afterAll(async () => {
  await served.close();
  rmSync(home, { recursive: true });
});

const client = () => served.engine().client;
const stateOf = async (id: string) => (await client().workers.list({})).find((worker) => worker.id === id)?.state;
const startsOf = async (workerId: string): Promise<number> =>
  (await client().events.list({ scope: { workerId }, types: ['worker.started'] })).events.length;
const writing = (path: string): Plan => ({
  version: 1,
  title: 'Write a file',
  tasks: [
    { id: 'sum', action: 'calculator.calculate', input: { sum: '1 + 1' } },
    { id: 'keep', action: 'files.write', input: { path, content: 'x' }, after: ['sum'] },
  ],
});

test('while a plan is shown its workers begin, and the run after the yes uses their processes [DP-01]', async () => {
  await client().settings.update({ manner: { chosen: 'careful', byFolder: {}, own: [] } });
  const path = join(home, 'held.txt');
  const said = await client().conversations.send({ text: `write hello to the file ${path}` });
  expect(said.runId).toBeUndefined();
  await expect.poll(() => stateOf('files')).toBe('running');
  await expect.poll(() => startsOf('files')).toBe(1);
  const { conversationId } = said;
  const { runId = '' } = await client().conversations.send({ conversationId, text: 'run it' });
  await expect.poll(async () => (await client().permissions.pending({ runId })).length).toBe(1);
  await client().permissions.answer({
    answers: (await client().permissions.pending({ runId })).map(({ id }) => ({ requestId: id, answer: 'once' })),
  });
  expect(await served.ended(runId)).toMatchObject({ status: 'completed' });
  expect(await startsOf('files')).toBe(1);
});

test('so do they while the run of a plan asks what may be done', async () => {
  await client().workers.reload({ workerId: 'files' });
  const { runId } = await client().runs.start({ plan: writing(join(home, 'asked.txt')) });
  await expect.poll(() => Promise.all(['calculator', 'files'].map(stateOf))).toEqual(['running', 'running']);
  const [question] = await client().permissions.pending({ runId });
  await client().permissions.answer({ answers: [{ requestId: question?.id ?? '', answer: 'deny' }] });
  expect(await served.ended(runId)).toMatchObject({ error: { code: 'permission-denied' } });
});

test('and while a plan file is looked at; not those that the policy leaves out', async () => {
  for (const workerId of ['calculator', 'files']) await client().workers.reload({ workerId });
  await client().settings.update({ policy: { deny: ['files'] } });
  const { id } = await client().plans.open({ name: 'write.heron', plan: writing(join(home, 'file.txt')) });
  await client().plans.opened({ id });
  await expect.poll(() => stateOf('calculator')).toBe('running');
  expect(await stateOf('files')).toBe('idle');
});
