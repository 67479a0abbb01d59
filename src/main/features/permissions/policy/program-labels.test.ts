import { expect, test } from 'vitest';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import { openDatabase } from '../../../base/database.ts';
import { makeId, openPermissions } from './fixtures/open-permissions.ts';

const folder = '/home/ada/copy';
const page = 'https://stranger.example/page';

/** A step that starts a program in a run of its own and names where that writes. */
async function startProgram(
  opened: ReturnType<typeof openPermissions>,
  program: string,
  { needs, read }: { needs: PermissionNeed[]; read?: string },
): Promise<void> {
  const who = { runId: makeId('run') };
  opened.policy.steps.name(
    who.runId,
    needs.map((need) => ({ workerId: 'tools', action: 'send', taskIds: ['t1'], need })),
  );
  if (read) await opened.answer({ ...who, taskId: 'before' }, read);
  await opened.allow(who.runId, 'shell', program);
  await opened.reach(who, 'shell', program, { action: 'send' });
  opened.policy.readings.callEnded(who.runId, 't1');
  await opened.policy.endRun(who.runId);
}

async function sourcesOf(opened: ReturnType<typeof openPermissions>, path: string): Promise<readonly string[]> {
  const later = { runId: makeId('run') };
  await opened.allow(later.runId, 'files.read', '/home/ada');
  await opened.reach(later, 'files.read', path);
  return opened.policy.taintOf(later.runId);
}

const writing: PermissionNeed = { capability: 'files.write', target: folder };
const reaching: PermissionNeed = { capability: 'net', target: 'code.example' };

test('what a program brings from a host marks whoever reads it in a later run, over a restart too [SB-17, X-05]', async () => {
  const database = openDatabase({ file: ':memory:' });
  await startProgram(openPermissions({ database }), '/usr/bin/git', { needs: [writing, reaching] });
  const later = openPermissions({ database });
  expect(await sourcesOf(later, `${folder}/docs/README.md`)).toEqual([
    'what git brought from code.example',
    'what git printed',
  ]);
  expect(await sourcesOf(later, '/home/ada/copy-of-mine/README.md')).toEqual([]);
});

test('a program that only tells of this machine carries on what its run had read, and brings nothing', async () => {
  const opened = openPermissions();
  await startProgram(opened, '/usr/bin/ls', { needs: [writing] });
  expect(await sourcesOf(opened, `${folder}/a`)).toEqual([]);
  await startProgram(opened, '/usr/bin/ls', { needs: [writing], read: page });
  expect(await sourcesOf(opened, `${folder}/a`)).toEqual([page]);
});

test('a program that names nowhere to write labels nothing', async () => {
  const opened = openPermissions();
  await startProgram(opened, '/usr/bin/git', { needs: [reaching] });
  expect(await sourcesOf(opened, `${folder}/a`)).toEqual([]);
});
