import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import type { Plan } from '../../src/contract/plan.ts';
import { hasGit } from '../../workers/git/fixtures/git-server.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

let served: ServedTestEngine;
let path: string;
let onClose: () => void;

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'heron-home-'));
  served = await openServedEngine({ home });
  onClose = () => rmSync(home, { recursive: true });
  path = join(home, 'project');
  mkdirSync(path);
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: path });
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(path, 'a.txt'), 'one\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'First');
});

afterAll(async () => {
  await served.close();
  onClose();
});

const planOf = (action: string, input: JsonObject): Plan => ({
  ...{ version: 1, title: 'A plan' },
  tasks: [{ id: 'step', action, input }],
});

test.runIf(hasGit())(
  'what a program does by itself is marked before it runs, and the way back says that it stays',
  async () => {
    const { client } = served.engine();
    const plan = planOf('git.branch', { path, name: 'topic' });
    expect((await client.plans.validate({ plan })).preview).toMatchObject([{ risk: 'reversible', isPastUndo: true }]);
    const { runId } = await client.runs.start({ plan, allow: 'plan', unattended: true });
    expect(await served.ended(runId)).toMatchObject({ status: 'completed' });
    expect(await client.runs.previewUndo({ runId })).toMatchObject({
      ...{ restorable: [], conflicts: [] },
      lasting: [{ taskId: 'step', title: 'List or make branches', isPastUndo: true }],
    });
  },
);

test.each([
  ['git.branch', {}, false],
  ['git.checkout', { branch: 'main' }, true],
  ['git.commit', { message: 'x' }, true],
  ['git.stash', { step: 'list' }, false],
  ['git.stash', { step: 'push' }, true],
  ['files.write', { content: 'x' }, false],
])('%s with %o leaves something: %s', async (action, rest: JsonObject, leaves) => {
  const plan = planOf(action, { path, ...rest });
  const { preview, issues } = await served.engine().client.plans.validate({ plan });
  expect(issues).toEqual([]);
  expect(preview.map(({ isPastUndo }) => isPastUndo === true)).toEqual([leaves]);
});
