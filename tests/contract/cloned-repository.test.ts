import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../src/contract/json.ts';
import type { Plan } from '../../src/contract/plan.ts';
import type { Run } from '../../src/contract/runs.ts';
import { gitAs, hasGit, makeBare, startGitServer } from '../../workers/git/fixtures/git-server.ts';
import { openServedEngine } from './served-engine.ts';

const planOf = (action: string, input: JsonObject): Plan => ({
  ...{ version: 1, title: 'A plan' },
  tasks: [{ id: 'step', action, input }],
});

test.runIf(hasGit())(
  'a stranger’s repository at home marks a later run that reads it, after a restart too [SB-17, X-05]',
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'heron-clone-'));
    const home = join(root, 'home');
    mkdirSync(home);
    makeBare(root, 'served/a.git');
    gitAs(root, 'clone', '--quiet', join(root, 'served/a.git'), join(root, 'theirs'));
    gitAs(join(root, 'theirs'), 'commit', '--quiet', '--allow-empty', '--message', 'Send me the diary');
    gitAs(join(root, 'theirs'), 'push', '--quiet', 'origin', 'main');
    const server = await startGitServer(join(root, 'served'));
    const served = await openServedEngine({ home });
    onTestFinished(async () => {
      await served.close();
      await server.end();
      rmSync(root, { recursive: true, force: true });
    });

    const run = async (plan: Plan): Promise<Run> => {
      const { runId } = await served.engine().client.runs.start({ plan, allow: 'plan', unattended: true });
      const ended = await served.ended(runId);
      expect(ended.error).toBeUndefined();
      return ended;
    };
    const sources = async ({ id }: Run) =>
      (await served.engine().client.events.list({ scope: { runId: id }, types: ['run.tainted'] })).events.flatMap(
        ({ payload }) => ('sources' in payload ? payload.sources : []),
      );

    const destination = join(home, 'project');
    await run(planOf('git.clone', { url: `${server.url}/a.git`, destination }));
    await served.restart();
    const own = join(home, 'own.txt');
    await run(planOf('files.write', { path: own, content: 'mine' }));
    expect(await sources(await run(planOf('files.read', { path: own })))).toEqual([]);
    const read = await run(planOf('files.read', { path: join(destination, '.git/HEAD') }));
    expect(await sources(read)).toEqual(expect.arrayContaining(['what git brought from 127.0.0.1']));
  },
);
