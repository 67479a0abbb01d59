import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { failAs } from './closed-git.ts';
import { checkName } from './names.ts';
import { openRepository } from './repository.ts';
import { conflictsIn, readStatus } from './status.ts';

type Commit = Actions['commit'];
type Rebase = Actions['rebase'];
type Stash = Actions['stash'];

export const commit: ActionRun<Commit['input'], Commit['output']> = async ({ path, message, files }, context) => {
  if (message.trim() === '') fail('invalid-input', 'A commit needs a message', { field: 'message' });
  const repository = await openRepository(path, context);
  const { run } = repository;
  await run(['add', '--all', '--', ...files]);
  const end = await run(['commit', '--quiet', `--message=${message}`, '--', ...files], { mayFail: true });
  if (/nothing (added )?to commit|no changes added/.test(end.stdout)) {
    fail('conflict', 'There is nothing to commit: no file has changed');
  }
  if (end.code !== 0) failAs('commit', end);
  const { commit: made } = await readStatus(repository, 'no');
  const [subject = ''] = message.trim().split('\n');
  return { commit: made ?? '', subject };
};

export const rebase: ActionRun<Rebase['input'], Rebase['output']> = async (input, context) => {
  const { path, step, onto, onConflict } = input;
  checkName(onto, 'onto');
  if (step === 'start' && onto === undefined) fail('invalid-input', 'Say what to rebase onto', { field: 'onto' });
  const repository = await openRepository(path, context);
  const args = step === 'start' ? ['--quiet', onto ?? ''] : [`--${step}`];
  const end = await repository.run(['rebase', ...args], { mayFail: true });
  const after = await readStatus(repository, 'no');
  const conflicts = conflictsIn(after.changes);
  if (end.code === 0) return { status: step === 'abort' ? 'aborted' : 'done', conflicts, commit: after.commit ?? '' };
  if (conflicts.length === 0) failAs('rebase', end);
  if (step === 'start' && onConflict === 'abort') await repository.run(['rebase', '--abort']);
  return { status: 'conflict', conflicts, commit: after.commit ?? '' };
};

export const stash: ActionRun<Stash['input'], Stash['output']> = async ({ path, step, message }, context) => {
  const repository = await openRepository(path, context);
  const { run } = repository;
  let conflicts: string[] = [];
  if (step === 'push') {
    const named = message === undefined ? [] : [`--message=${message}`];
    const before = await stashes();
    await run(['stash', 'push', '--quiet', '--include-untracked', ...named]);
    if ((await stashes()).length === before.length) fail('conflict', 'There is nothing to put aside');
  }
  if (step === 'pop') {
    const end = await run(['stash', 'pop', '--quiet'], { mayFail: true });
    conflicts = conflictsIn((await readStatus(repository, 'no')).changes);
    if (end.code !== 0 && conflicts.length === 0) failAs('stash', end);
  }
  return { stashes: await stashes(), conflicts };

  async function stashes(): Promise<string[]> {
    const { stdout } = await run(['stash', 'list', '--format=%gs%x1e']);
    return stdout.split('\x1e').flatMap((entry) => (entry.trim() === '' ? [] : [entry.trim()]));
  }
};
