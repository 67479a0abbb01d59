import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { failAs, git } from './closed-git.ts';
import { checkAddress, checkName, checkWhole } from './names.ts';
import { checkReceiver } from './receiver.ts';
import { openRepository } from './repository.ts';
import { addressOf, headerFor } from './sign-in.ts';
import { conflictsIn, parseStatus, readStatus, statusWords } from './status.ts';

type Init = Actions['init'];
type Clone = Actions['clone'];
type Pull = Actions['pull'];
type Push = Actions['push'];

export const init: ActionRun<Init['input'], Init['output']> = async ({ path, branch }, context) => {
  checkName(branch, 'branch');
  await context.files.makeFolder(path);
  await git(context, ['init', '--quiet', '--template=', `--initial-branch=${branch}`], { folder: path });
  return { path, branch };
};

export const clone: ActionRun<Clone['input'], Clone['output']> = async (input, context) => {
  const { url, destination, branch, depth } = input;
  checkAddress(url, 'url');
  checkWhole(url, 'url');
  checkName(branch, 'branch');
  if (await isFull(destination, context)) fail('already-exists', `${destination} is not empty`, { path: destination });
  const options = [...(branch === undefined ? [] : [`--branch=${branch}`]), ...(depth ? [`--depth=${depth}`] : [])];
  const args = ['clone', '--quiet', '--template=', '--no-recurse-submodules', ...options, '--', url, destination];
  context.progress({ text: 'Cloning' });
  await git(context, args, await headerFor(url, input, context));
  const end = await git(context, statusWords('no'), { folder: destination });
  const { branch: current, commit } = parseStatus(end.stdout);
  return { path: destination, branch: current ?? '', commit };
};

async function isFull(folder: string, context: Parameters<typeof git>[0]): Promise<boolean> {
  const status = await context.files.status(folder);
  if (!status) return false;
  if (status.kind !== 'folder') return true;
  for await (const _entry of context.files.list(folder)) return true;
  return false;
}

export const pull: ActionRun<Pull['input'], Pull['output']> = async (input, context) => {
  const { path, remote, branch, mode, onConflict } = input;
  checkName(remote, 'remote');
  checkName(branch, 'branch');
  const repository = await openRepository(path, context);
  const address = addressOf(repository, remote, false);
  checkAddress(address, 'remote');
  const before = await readStatus(repository, 'no');
  const way = mode === 'merge' ? '--no-rebase' : `--${mode}`;
  const args = ['pull', '--quiet', '--no-recurse-submodules', way, '--', remote, ...(branch ? [branch] : [])];
  const signed = await headerFor(address, input, context);
  context.progress({ text: 'Pulling' });
  const end = await repository.run(args, { ...signed, mayFail: true });
  const after = await readStatus(repository, 'no');
  const conflicts = conflictsIn(after.changes);
  if (end.code !== 0 && conflicts.length === 0) {
    if (!/not possible to fast-forward/i.test(end.stderr)) failAs('pull', end);
    fail('conflict', 'Both sides have commits of their own: pull with the mode merge or rebase');
  }
  if (conflicts.length === 0) {
    return { status: 'done', conflicts, commit: after.commit ?? '', isNew: after.commit !== before.commit };
  }
  if (onConflict === 'abort') await repository.run([mode === 'rebase' ? 'rebase' : 'merge', '--abort']);
  return { status: 'conflict', conflicts, commit: before.commit ?? '', isNew: onConflict === 'keep' };
};

export const push: ActionRun<Push['input'], Push['output']> = async (input, context) => {
  const { path, remote, setUpstream, force } = input;
  checkName(remote, 'remote');
  checkName(input.branch, 'branch');
  const repository = await openRepository(path, context);
  const address = addressOf(repository, remote, true);
  checkAddress(address, 'remote');
  await checkReceiver(address, path, context);
  const branch = input.branch ?? (await readStatus(repository, 'no')).branch;
  if (branch === null) return fail('conflict', 'No branch is checked out: say which to push', { field: 'branch' });
  const options = [...(setUpstream ? ['--set-upstream'] : []), ...(force ? ['--force-with-lease'] : [])];
  const refs = `refs/heads/${branch}:refs/heads/${branch}`;
  const args = ['push', '--porcelain', '--no-recurse-submodules', ...options, '--', remote, refs];
  const signed = await headerFor(address, input, context);
  context.progress({ text: 'Pushing' });
  const end = await repository.run(args, { ...signed, mayFail: true });
  const row = end.stdout.split('\n').find((line) => /^[ +*=!-]\t/.test(line));
  if (row?.startsWith('!')) {
    const why = /\(([^)]*)\)\s*$/.exec(row)?.[1] ?? 'it was rejected';
    fail('conflict', `${remote} does not take ${branch}: ${why}. Pull first`, { branch });
  }
  if (end.code !== 0 || row === undefined) failAs('push', end);
  return { branch, outcome: outcomes[row.charAt(0)] ?? 'updated', to: `${remote}/${branch}` };
};

const outcomes: Record<string, Push['output']['outcome']> = {
  ...{ '*': 'new', ' ': 'updated', '+': 'forced', '=': 'up to date' },
};
